/** The REST API, version 1, and the doors for webhooks. */
@NullMarked
package dev.throughline.server.api;

import org.jspecify.annotations.NullMarked;
