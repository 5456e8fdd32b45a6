/** SuiteQL over tables held in memory: a real parser, and an evaluator that says clearly what it does not know. */
@NullMarked
package dev.throughline.connectors.netsuite.simulator.sql;

import org.jspecify.annotations.NullMarked;
