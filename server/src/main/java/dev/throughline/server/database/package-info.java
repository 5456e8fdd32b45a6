/** Where the hub keeps everything: an embedded PostgreSQL, or any other by its address. */
@NullMarked
package dev.throughline.server.database;

import org.jspecify.annotations.NullMarked;
