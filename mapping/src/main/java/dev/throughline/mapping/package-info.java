/**
 * Mappings between vendors' records and the canonical model: documents, lookups, layers, expressions, examples, and the one JSON form of the model. Pure: no clock, no network, no
 * database; files come in as text.
 */
@NullMarked
package dev.throughline.mapping;

import org.jspecify.annotations.NullMarked;
