/**
 * Kantata OX on loopback, written from the vendor's documented protocol: envelope, paging, filters with their quirks, approvals, invoices, references and the
 * event log. Shares no code with the connector. What it does not do is listed in the room's README.
 */
@NullMarked
package dev.throughline.connectors.kantata.simulator;

import org.jspecify.annotations.NullMarked;
