/** Salesforce Sales Cloud as the firm's CRM: REST with SOQL for reading, sObject Collections for writing, Pub/Sub for change events. */
@NullMarked
package dev.throughline.connectors.salesforce;

import org.jspecify.annotations.NullMarked;
