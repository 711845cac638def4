package io.perilune.template.jinja.error;

/**
 * A place in a template's source.
 *
 * @param line from 1
 * @param column from 1, in UTF-16 units
 */
public record Position(int line, int column) {}
