/** Files of rows in a folder, as exports drop them: every row of every file becomes a change, whatever its encoding, line breaks and columns. */
@NullMarked
package dev.throughline.connectors.csv;

import org.jspecify.annotations.NullMarked;
