/** Margins, recognised revenue and forecasts: facts read in sets over one snapshot, computed by the pure core, and told on request. */
@NullMarked
package dev.throughline.hub.outlook;

import org.jspecify.annotations.NullMarked;
