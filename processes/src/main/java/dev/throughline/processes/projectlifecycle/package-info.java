/** Projects put on hold, cancelled, re-baselined, closed and reopened, in every system that has them. */
@NullMarked
package dev.throughline.processes.projectlifecycle;

import org.jspecify.annotations.NullMarked;
