/**
 * BambooHR on loopback, written from its OpenAPI description of April 2026 and from recorded answers: employees with effective-dated tables, the change journal,
 * signed webhooks, rights by field. Shares no code with the connector. What it does not do is listed in the room's README.
 */
@NullMarked
package dev.throughline.connectors.bamboohr.simulator;

import org.jspecify.annotations.NullMarked;
