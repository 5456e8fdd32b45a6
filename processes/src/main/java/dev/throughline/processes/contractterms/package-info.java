/** Contracts whose terms add up, and whose customers say what they have paid to date. */
@NullMarked
package dev.throughline.processes.contractterms;

import org.jspecify.annotations.NullMarked;
