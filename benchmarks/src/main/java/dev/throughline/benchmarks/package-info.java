/** Load on the whole road, on an embedded PostgreSQL that really syncs: figures in a table beside what the machine itself can do. Measures, and asserts only that nothing was lost. */
@NullMarked
package dev.throughline.benchmarks;

import org.jspecify.annotations.NullMarked;
