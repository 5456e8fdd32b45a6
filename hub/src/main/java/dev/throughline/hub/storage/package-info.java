/** What every room needs to speak set-based SQL: whole columns as parameters, transactions that are repeated after a deadlock. */
@NullMarked
package dev.throughline.hub.storage;

import org.jspecify.annotations.NullMarked;
