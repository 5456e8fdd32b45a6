/** Why a line of work costs what it costs and stands where it stands, in plain words. */
@NullMarked
package dev.throughline.hub.explain;

import org.jspecify.annotations.NullMarked;
