/** What workflows share that keep other systems showing what is known here: sent when it changes, once, and again when it was refused and mended. */
@NullMarked
package dev.throughline.processes.publishing;

import org.jspecify.annotations.NullMarked;
