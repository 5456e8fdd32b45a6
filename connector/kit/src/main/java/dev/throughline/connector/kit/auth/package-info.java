/** Ways in which vendors let us in: static headers, OAuth 2 tokens that are cached and renewed, and OAuth 1 signatures. */
@NullMarked
package dev.throughline.connector.kit.auth;

import org.jspecify.annotations.NullMarked;
