/**
 * A Salesforce org on loopback, written from Salesforce's documented protocol and from nothing of the connector beside it. What it knows and what it does not
 * is listed in the room's README.
 */
@NullMarked
package dev.throughline.connectors.salesforce.simulator;

import org.jspecify.annotations.NullMarked;
