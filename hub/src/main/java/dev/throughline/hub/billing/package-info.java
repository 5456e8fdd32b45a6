/** Billing runs as people ask for them: seen before, approved where policy asks, and told line by line after. */
@NullMarked
package dev.throughline.hub.billing;

import org.jspecify.annotations.NullMarked;
