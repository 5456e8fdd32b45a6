/** What connectors share and no vendor owns. */
@NullMarked
package dev.throughline.connector.kit;

import org.jspecify.annotations.NullMarked;
