/** Vendors' event streams through the whole hub. */
@NullMarked
package dev.throughline.server.stream;

import org.jspecify.annotations.NullMarked;
