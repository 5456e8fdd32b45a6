/** Compares what went in, what the hub holds and what the systems hold, to the cent. */
@NullMarked
package dev.throughline.hub.reconcile;

import org.jspecify.annotations.NullMarked;
