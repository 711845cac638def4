package io.perilune.inference.quantise;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A type for the matrices of some names.
 *
 * @param names says which, for messages
 * @param wanted tells whether a name is one of them
 */
public record TypeOverride(String names, Predicate<String> wanted, TargetType type) {
  /**
   * Reads one, for all names in which a regular expression is found.
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
      return new TypeOverride(names, Pattern.compile(names).asPredicate(), type);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "'" + names + "' is no regular expression: " + e.getDescription(), e);
    }
  }

  /** For the tensor of exactly this name. */
  public static TypeOverride ofTensor(String name, TargetType type) {
    return new TypeOverride(name, name::equals, type);
  }

  boolean matches(String name) {
    return wanted.test(name);
  }
}
