/** A change of agreed prices beyond a limit bills nothing until a second person has approved it (GOV-3). */
@NullMarked
package dev.throughline.processes.ratechange;

import org.jspecify.annotations.NullMarked;
