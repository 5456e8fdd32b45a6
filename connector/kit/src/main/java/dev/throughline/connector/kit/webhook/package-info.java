/** Signatures of webhooks. */
@NullMarked
package dev.throughline.connector.kit.webhook;

import org.jspecify.annotations.NullMarked;
