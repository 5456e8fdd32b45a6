/** A firm's configuration, as it lies in git: systems, routing, ownership, policies, mapping layers. Read once and checked whole. */
@NullMarked
package dev.throughline.hub.workspace;

import org.jspecify.annotations.NullMarked;
