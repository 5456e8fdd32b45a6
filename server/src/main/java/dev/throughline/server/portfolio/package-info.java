/** Real files played through the whole hub: a folder of CSV as sales, simulators as delivery and finance. */
@NullMarked
package dev.throughline.server.portfolio;

import org.jspecify.annotations.NullMarked;
