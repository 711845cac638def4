package io.perilune.inference.constraint;

import java.util.List;
import java.util.Objects;

/**
 * What a generation must look like.
 *
 * @param grammar of the constrained part, which ends the generation
 * @param triggers texts of control tokens; if there are any, the output is free until one of them
 *     is generated, which is then the first symbol of the grammar; if there are none, the grammar
 *     rules from the first token on
 * @param required whether the free part must not end the generation
 */
public record GenerationConstraint(Grammar grammar, List<String> triggers, boolean required) {
  public GenerationConstraint {
    Objects.requireNonNull(grammar, "grammar");
    triggers = List.copyOf(triggers);
  }

  /** The whole output matches the grammar. */
  public static GenerationConstraint whole(Grammar grammar) {
    return new GenerationConstraint(grammar, List.of(), true);
  }
}
