/** The walls of the house as rules that a test can run over compiled classes. */
@NullMarked
package dev.throughline.checks;

import org.jspecify.annotations.NullMarked;
