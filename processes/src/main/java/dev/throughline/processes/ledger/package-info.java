/** The billing ledger's rules: double entry over quantities and amounts per source line, nothing ever edited. */
@NullMarked
package dev.throughline.processes.ledger;

import org.jspecify.annotations.NullMarked;
