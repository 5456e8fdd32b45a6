/** Two bills for the same work, compared line by line. */
@NullMarked
package dev.throughline.processes.comparison;

import org.jspecify.annotations.NullMarked;
