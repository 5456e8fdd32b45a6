/** HTTP to vendors: a budget permit per request, bounded answers, and outcomes as values that keep apart what surely was not sent and what may have been. */
@NullMarked
package dev.throughline.connector.kit.http;

import org.jspecify.annotations.NullMarked;
