/** What finance plans with: pipeline, backlog and staffing by month (PRC-11), computed from facts in sets. */
@NullMarked
package dev.throughline.processes.forecast;

import org.jspecify.annotations.NullMarked;
