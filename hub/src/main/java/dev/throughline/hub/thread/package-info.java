/** The whole story of one deal over all systems, found by any of its names. */
@NullMarked
package dev.throughline.hub.thread;

import org.jspecify.annotations.NullMarked;
