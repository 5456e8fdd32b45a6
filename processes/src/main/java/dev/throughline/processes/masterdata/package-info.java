/** Customers and items kept alike in every system that has them (PRC-8). */
@NullMarked
package dev.throughline.processes.masterdata;

import org.jspecify.annotations.NullMarked;
