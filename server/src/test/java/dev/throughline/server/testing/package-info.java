/** A server on loopback with small real stand-ins for the hub's rooms. */
@NullMarked
package dev.throughline.server.testing;

import org.jspecify.annotations.NullMarked;
