/** Settings of a system, read with clear mistakes. */
@NullMarked
package dev.throughline.connector.kit.config;

import org.jspecify.annotations.NullMarked;
