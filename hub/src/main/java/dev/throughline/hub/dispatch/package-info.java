/** Carries commands to systems: paced, at most once in effect, in order per stream. */
@NullMarked
package dev.throughline.hub.dispatch;

import org.jspecify.annotations.NullMarked;
