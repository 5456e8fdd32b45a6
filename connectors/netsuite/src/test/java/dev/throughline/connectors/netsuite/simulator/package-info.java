@NullMarked
package dev.throughline.connectors.netsuite.simulator;

import org.jspecify.annotations.NullMarked;
