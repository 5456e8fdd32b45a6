/** What waits for a person, with owner, remedy and money at stake. */
@NullMarked
package dev.throughline.hub.exceptions;

import org.jspecify.annotations.NullMarked;
