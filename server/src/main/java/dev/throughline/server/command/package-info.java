/** The command line: each command with help, an example and a fixed meaning of its exit code. */
@NullMarked
package dev.throughline.server.command;

import org.jspecify.annotations.NullMarked;
