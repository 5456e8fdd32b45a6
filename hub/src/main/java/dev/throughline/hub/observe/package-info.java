/** What the hub knows of itself and of the systems: health, throughput, queues. */
@NullMarked
package dev.throughline.hub.observe;

import org.jspecify.annotations.NullMarked;
