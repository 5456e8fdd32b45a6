/** The rooms on the way of the data (capture, translate, decide, dispatch) and beside it, on PostgreSQL. {@link dev.throughline.hub.Hub} puts them together. */
@NullMarked
package dev.throughline.hub;

import org.jspecify.annotations.NullMarked;
