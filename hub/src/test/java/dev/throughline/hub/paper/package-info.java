/** A vendor on paper: keeps what it is told, forgets answers when asked to. For testing the hub without any protocol. */
@NullMarked
package dev.throughline.hub.paper;

import org.jspecify.annotations.NullMarked;
