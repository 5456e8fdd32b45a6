/** What every HTTP answer shares: problem details, size and rate limits, correlation ids, idempotency keys. */
@NullMarked
package dev.throughline.server.web;

import org.jspecify.annotations.NullMarked;
