/** Acme: an invented vendor, with its simulator and its connector, that proves the suite and shows how a connector is written. */
@NullMarked
package dev.throughline.connector.testkit.acme;

import org.jspecify.annotations.NullMarked;
