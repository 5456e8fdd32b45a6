/** From an approved contract to its order, schedule and revenue treatment in finance (PRC-2). */
@NullMarked
package dev.throughline.processes.contractactivation;

import org.jspecify.annotations.NullMarked;
