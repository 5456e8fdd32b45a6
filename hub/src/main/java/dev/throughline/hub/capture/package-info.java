/** Takes what systems say and makes it durable, once, before anybody is told that it was received. */
@NullMarked
package dev.throughline.hub.capture;

import org.jspecify.annotations.NullMarked;
