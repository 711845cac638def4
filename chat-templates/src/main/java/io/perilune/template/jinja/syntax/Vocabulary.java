package io.perilune.template.jinja.syntax;

/** Which filters and tests there are, as far as a parser must know. */
public interface Vocabulary {
  boolean hasFilter(String name);

  boolean hasTest(String name);
}
