/**
 * What the author of a connector sees, and all of it. A connector knows one vendor's protocol and nothing of the business: it returns raw vendor JSON
 * (XML is turned to JSON) and takes raw vendor JSON; mappings translate. A role that a vendor does not have is absent, never a method that throws.
 * Vendor answers are values; an exception is a programming error.
 */
@NullMarked
package dev.throughline.connector.spi;

import org.jspecify.annotations.NullMarked;
