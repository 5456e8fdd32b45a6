/** The canonical model: what every system's records become, and the events and commands that carry them. Pure: the JDK and the money library only. */
@NullMarked
package dev.throughline.model;

import org.jspecify.annotations.NullMarked;
