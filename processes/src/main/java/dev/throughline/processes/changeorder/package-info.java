/** Change orders: an approved further version of a contract, carried into delivery, finance and sales as one step, or undone (PRC-7, PRC-14). */
@NullMarked
package dev.throughline.processes.changeorder;

import org.jspecify.annotations.NullMarked;
