/** Turns what systems said into canonical objects and events: mapping, identity, ownership. */
@NullMarked
package dev.throughline.hub.translate;

import org.jspecify.annotations.NullMarked;
