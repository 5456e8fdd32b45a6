/** From a won deal to a project in delivery, with its customer in finance (PRC-1). */
@NullMarked
package dev.throughline.processes.quotetoproject;

import org.jspecify.annotations.NullMarked;
