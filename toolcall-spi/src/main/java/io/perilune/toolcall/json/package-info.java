/**
 * A small JSON model, reader and writer with explicit limits; keeps key order and the text of
 * numbers.
 */
package io.perilune.toolcall.json;
