/**
 * One conformance suite for every connector, run against its simulator. A vendor describes itself in a {@link dev.throughline.connector.testkit.Vendor} and names the
 * suites of its roles in one test class; what it cannot show is skipped with the reason printed.
 */
@NullMarked
package dev.throughline.connector.testkit;

import org.jspecify.annotations.NullMarked;
