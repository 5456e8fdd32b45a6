/** Sold, planned and realised margin of a project, computed from facts in sets (BIL-8), and told to delivery and sales (PRC-6). */
@NullMarked
package dev.throughline.processes.margin;

import org.jspecify.annotations.NullMarked;
