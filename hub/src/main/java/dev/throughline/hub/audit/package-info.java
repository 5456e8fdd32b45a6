/** The tamper-evident log of every change, decision, command, approval and access. */
@NullMarked
package dev.throughline.hub.audit;

import org.jspecify.annotations.NullMarked;
