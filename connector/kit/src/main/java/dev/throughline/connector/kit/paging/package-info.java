/** Cursors that outlive restarts and releases. */
@NullMarked
package dev.throughline.connector.kit.paging;

import org.jspecify.annotations.NullMarked;
