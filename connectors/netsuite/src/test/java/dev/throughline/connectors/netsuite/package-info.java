@NullMarked
package dev.throughline.connectors.netsuite;

import org.jspecify.annotations.NullMarked;
