package io.perilune.inference.constraint;

import java.nio.charset.StandardCharsets;
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
 * @param variables the texts of the grammar's variables, by their indexes; each of 1 to {@link
 *     Pattern.Variable#BYTES_MAX} bytes
 */
public record GenerationConstraint(
    Grammar grammar, List<String> triggers, boolean required, List<String> variables) {
  public GenerationConstraint {
    Objects.requireNonNull(grammar, "grammar");
    triggers = List.copyOf(triggers);
    variables = List.copyOf(variables);
    for (String variable : variables) {
      int bytes = variable.getBytes(StandardCharsets.UTF_8).length;
      if (bytes < 1 || bytes > Pattern.Variable.BYTES_MAX) {
        throw new GrammarException(
            "a variable's text has %d bytes; give 1 to %d"
                .formatted(bytes, Pattern.Variable.BYTES_MAX));
      }
    }
  }

  /** A constraint whose grammar has no variables. */
  public GenerationConstraint(Grammar grammar, List<String> triggers, boolean required) {
    this(grammar, triggers, required, List.of());
  }

  /** All that is the same whatever the texts of the variables. */
  GenerationConstraint withoutVariables() {
    return new GenerationConstraint(grammar, triggers, required);
  }

  /** The whole output matches the grammar. */
  public static GenerationConstraint whole(Grammar grammar) {
    return new GenerationConstraint(grammar, List.of(), true);
  }
}
