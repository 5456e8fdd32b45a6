/** Gives events to the processes that they concern and stores what these decide, all in one transaction. */
@NullMarked
package dev.throughline.hub.decide;

import org.jspecify.annotations.NullMarked;
