/** REST, webhooks, console, security, command line and wiring. Nothing in here decides about business. */
@NullMarked
package dev.throughline.server;

import org.jspecify.annotations.NullMarked;
