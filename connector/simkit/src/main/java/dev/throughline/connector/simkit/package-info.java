/** What simulators of vendors share: a loopback HTTP server, faults that can be ordered, a seeded small firm. Never protocol: that is each vendor's own. */
@NullMarked
package dev.throughline.connector.simkit;

import org.jspecify.annotations.NullMarked;
