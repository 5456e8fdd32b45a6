/** The demo: a made-up firm on four simulated vendors, the hub between them, and eight weeks played in about a minute. */
@NullMarked
package dev.throughline.server.demo;

import org.jspecify.annotations.NullMarked;
