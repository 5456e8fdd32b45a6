/**
 * Oracle NetSuite over SuiteTalk REST and SuiteQL. Protocol facts come from the vendor's help of 2026; which of them were seen at a live account and which
 * were not is in the room's README.
 */
@NullMarked
package dev.throughline.connectors.netsuite;

import org.jspecify.annotations.NullMarked;
