/** What policies have in common: the cases that examples beside them state, limits, and the checkpoints where a second person says yes (GOV-3, GOV-4, GOV-7). */
@NullMarked
package dev.throughline.processes.policy;

import org.jspecify.annotations.NullMarked;
