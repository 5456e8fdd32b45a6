/** How the rooms speak with PostgreSQL: transactions that survive a transient failure, append-only logs, positions. */
@NullMarked
package dev.throughline.hub.storage;

import org.jspecify.annotations.NullMarked;
