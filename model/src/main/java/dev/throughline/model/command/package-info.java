/** What the hub wants done in other systems. A command names a role, never a vendor, and is the same whenever it is decided again. */
@NullMarked
package dev.throughline.model.command;

import org.jspecify.annotations.NullMarked;
