/** The database when things go wrong with it. */
@NullMarked
package dev.throughline.server.database;

import org.jspecify.annotations.NullMarked;
