/** A folder that is filled like an export of some system would fill it. */
@NullMarked
package dev.throughline.connectors.csv.simulator;

import org.jspecify.annotations.NullMarked;
