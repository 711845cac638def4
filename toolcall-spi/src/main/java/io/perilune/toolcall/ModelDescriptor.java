package io.perilune.toolcall;

import java.util.Objects;
import java.util.function.Predicate;

/**
 * What a format may look at to tell whether it is the model's own; never a file name.
 *
 * @param architecture the model file's {@code general.architecture}, or an empty string
 * @param templateSource the source of the model's chat template, or an empty string
 * @param hasControlToken whether the vocabulary has a control token of this text
 */
public record ModelDescriptor(
    String architecture, String templateSource, Predicate<String> hasControlToken) {
  public ModelDescriptor {
    Objects.requireNonNull(architecture, "architecture");
    Objects.requireNonNull(templateSource, "templateSource");
    Objects.requireNonNull(hasControlToken, "hasControlToken");
  }
}
