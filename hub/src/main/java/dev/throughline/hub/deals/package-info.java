/** Deals for callers who wait: judged without being begun, and followed until they are projects. */
@NullMarked
package dev.throughline.hub.deals;

import org.jspecify.annotations.NullMarked;
