/** People, what they cost and when they are away, from human resources to delivery (PRC-3). */
@NullMarked
package dev.throughline.processes.resourcesync;

import org.jspecify.annotations.NullMarked;
