/** XML as JSON, from hostile sources. */
@NullMarked
package dev.throughline.connector.kit.xml;

import org.jspecify.annotations.NullMarked;
