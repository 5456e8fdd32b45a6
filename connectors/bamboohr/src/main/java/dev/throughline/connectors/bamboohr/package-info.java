/** BambooHR: employees, what they cost and when they are away. Read only. Protocol facts and what was verified: the room's README. */
@NullMarked
package dev.throughline.connectors.bamboohr;

import org.jspecify.annotations.NullMarked;
