package io.perilune.inference.quantise;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A type for the matrices of some names.
 *
 * @param names is found somewhere in the names
 */
public record TypeOverride(Pattern names, TargetType type) {
  /**
   * Reads one.
   *
   * @param text a regular expression and a type, as in {@code ffn_.*_exps=Q4_K}
   * @throws IllegalArgumentException if it is none
   */
  public static TypeOverride parse(String text) {
    int equals = text.lastIndexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException(
          "'" + text + "' is no names and type like ffn_.*_exps=Q4_K");
    }
    String names = text.substring(0, equals);
    TargetType type = TargetType.of(text.substring(equals + 1));
    try {
      return new TypeOverride(Pattern.compile(names), type);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "'" + names + "' is no regular expression: " + e.getDescription(), e);
    }
  }

  /** For the tensor of exactly this name. */
  public static TypeOverride ofTensor(String name, TargetType type) {
    return new TypeOverride(Pattern.compile("^" + Pattern.quote(name) + "$"), type);
  }

  boolean matches(String name) {
    return names.matcher(name).find();
  }
}
