/** Tells of agreements that cannot be kept as soon as they come, before any work meets them. */
@NullMarked
package dev.throughline.processes.agreementcheck;

import org.jspecify.annotations.NullMarked;
