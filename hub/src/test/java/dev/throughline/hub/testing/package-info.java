@NullMarked
package dev.throughline.hub.testing;

import org.jspecify.annotations.NullMarked;
