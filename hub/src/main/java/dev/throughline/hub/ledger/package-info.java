/** The billing ledger in storage: postings in, balances and proofs out. */
@NullMarked
package dev.throughline.hub.ledger;

import org.jspecify.annotations.NullMarked;
