/** From approved work to invoices in finance, line by line through the billing ledger (PRC-4, PRC-5). */
@NullMarked
package dev.throughline.processes.timetobilling;

import org.jspecify.annotations.NullMarked;
