/** What happened, in the hub's one language. Events are facts: never edited, never deleted. */
@NullMarked
package dev.throughline.model.event;

import org.jspecify.annotations.NullMarked;
