@NullMarked
package dev.throughline.mapping;

import org.jspecify.annotations.NullMarked;
