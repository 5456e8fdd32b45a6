/** The pages for people. Templates hold no logic; everything that a vendor or a user wrote is escaped. */
@NullMarked
package dev.throughline.server.console;

import org.jspecify.annotations.NullMarked;
