/**
 * NetSuite's REST services on loopback, written from the vendor's documented protocol and from nothing else. Shares no code with the connector, so that a
 * misreading on one side shows on the other. What it does not do is listed in the room's README.
 */
@NullMarked
package dev.throughline.connectors.netsuite.simulator;

import org.jspecify.annotations.NullMarked;
