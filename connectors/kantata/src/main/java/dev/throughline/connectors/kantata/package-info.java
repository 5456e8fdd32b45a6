/** Kantata OX, formerly Mavenlink: projects, time, expenses, billing. Protocol facts and what was verified: the room's README. */
@NullMarked
package dev.throughline.connectors.kantata;

import org.jspecify.annotations.NullMarked;
