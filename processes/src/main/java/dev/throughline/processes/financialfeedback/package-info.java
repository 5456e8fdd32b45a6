/** Invoices, payments and credit holds, from finance back to sales and delivery (PRC-6). */
@NullMarked
package dev.throughline.processes.financialfeedback;

import org.jspecify.annotations.NullMarked;
