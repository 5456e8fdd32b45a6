/** What one company of the firm owes another for the work of its people (PRC-10): charged by the hour, posted by the month. */
@NullMarked
package dev.throughline.processes.intercompany;

import org.jspecify.annotations.NullMarked;
