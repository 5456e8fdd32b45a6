/** What workflows in shadow would have done: counted, compared with what people did, and handed over when the hub goes live. */
@NullMarked
package dev.throughline.hub.shadow;

import org.jspecify.annotations.NullMarked;
