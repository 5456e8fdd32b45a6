/** The workflows and their contract. Pure: no clock, no network, no database, no randomness, no framework; time and ids come in with the event. */
@NullMarked
package dev.throughline.processes;

import org.jspecify.annotations.NullMarked;
