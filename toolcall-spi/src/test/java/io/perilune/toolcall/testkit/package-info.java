/**
 * The compatibility kit for tool-call formats, published as the jar with the classifier {@code
 * testkit}: extend {@link io.perilune.toolcall.testkit.ToolCallFormatContract}, give it the format
 * and a file of cases, and run it with JUnit. Needs JUnit Jupiter, which the kit does not bring.
 * The kit tests classes; that the jar's manifest names the version of the interface ({@link
 * io.perilune.toolcall.SpiVersion}) is for the jar's build to see to.
 */
package io.perilune.toolcall.testkit;
