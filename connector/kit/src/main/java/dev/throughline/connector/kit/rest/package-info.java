/** REST with JSON: the first of the protocol families. Another (OData, GraphQL, SOAP) gets its own package beside this one when two connectors speak it. */
@NullMarked
package dev.throughline.connector.kit.rest;

import org.jspecify.annotations.NullMarked;
