package io.perilune.inference.constraint;

import io.perilune.inference.constraint.Pattern.Characters;
import io.perilune.inference.constraint.Pattern.Choice;
import io.perilune.inference.constraint.Pattern.ControlToken;
import io.perilune.inference.constraint.Pattern.Repeat;
import io.perilune.inference.constraint.Pattern.RuleReference;
import io.perilune.inference.constraint.Pattern.Sequence;
import io.perilune.inference.constraint.Pattern.Text;
import io.perilune.inference.constraint.Pattern.Variable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a grammar means, by its derivatives: after each symbol, the pattern of what may still
 * follow. Slow and simple.
 */
final class NaiveRecognizer {
  /** What may follow. No part of one matches nothing at all, except {@link Never} itself. */
  sealed interface Rest {}

  record Never() implements Rest {}

  record Empty() implements Rest {}

  record Of(Pattern pattern) implements Rest {}

  /** What may follow in a text whose first bytes have been taken. */
  record TextFrom(String text, int offset) implements Rest {}

  /** What may follow in a code point whose first bytes have been taken. */
  record CharacterFrom(Characters characters, List<Integer> taken) implements Rest {}

  record Then(Rest first, Rest second) implements Rest {}

  record Any(Set<Rest> options) implements Rest {}

  /** The most parts of what may follow. */
  private static final int MAX_SIZE = 300;

  /** Thrown where this way of recognising is too slow. */
  static final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final Map<String, Pattern> rules;
  private final Set<String> productive = new HashSet<>();
  private final Set<String> nullable = new HashSet<>();
  private final Rest start;

  /** Whether bytes begin a character of a class, by both. */
  private final Map<List<Object>, Boolean> viable = new HashMap<>();

  NaiveRecognizer(Grammar grammar) {
    rules = grammar.rules();
    for (int i = 0; i <= rules.size(); i++) {
      rules.forEach(
          (name, pattern) -> {
            if (productive(pattern)) {
              productive.add(name);
            }
            if (nullable(pattern)) {
              nullable.add(name);
            }
          });
    }
    start = of(new RuleReference(grammar.root()));
  }

  /** What may be read from the beginning on. */
  Rest start() {
    return start;
  }

  private boolean productive(Pattern pattern) {
    return switch (pattern) {
      case Text _, ControlToken _ -> true;
      case Variable _ -> throw noVariables();
      case Characters characters ->
          IntStream.range(0, 0x80).anyMatch(lead -> viable(characters, List.of(lead)))
              || IntStream.range(0xC0, 0xF8).anyMatch(lead -> viable(characters, List.of(lead)));
      case RuleReference(String rule) -> productive.contains(rule);
      case Sequence(List<Pattern> parts) -> parts.stream().allMatch(this::productive);
      case Choice(List<Pattern> options) -> options.stream().anyMatch(this::productive);
      case Repeat(Pattern part, int min, int _) -> min == 0 || productive(part);
    };
  }

  private boolean nullable(Pattern pattern) {
    return switch (pattern) {
      case Text(String text) -> text.isEmpty();
      case Characters _, ControlToken _ -> false;
      case Variable _ -> throw noVariables();
      case RuleReference(String rule) -> nullable.contains(rule);
      case Sequence(List<Pattern> parts) -> parts.stream().allMatch(this::nullable);
      case Choice(List<Pattern> options) -> options.stream().anyMatch(this::nullable);
      case Repeat(Pattern part, int min, int _) -> min == 0 || nullable(part);
    };
  }

  private static IllegalArgumentException noVariables() {
    return new IllegalArgumentException("A variable has a meaning only with its text.");
  }

  private Rest of(Pattern pattern) {
    return productive(pattern) ? new Of(pattern) : new Never();
  }

  /** Whether the text may end here. */
  boolean complete(Rest rest) {
    return switch (rest) {
      case Never _, CharacterFrom _, TextFrom _ -> false;
      case Empty _ -> true;
      case Of(Pattern pattern) -> nullable(pattern);
      case Then(Rest first, Rest second) -> complete(first) && complete(second);
      case Any(Set<Rest> options) -> options.stream().anyMatch(this::complete);
    };
  }

  /**
   * After some bytes.
   *
   * @throws TooLargeException if what may follow takes too much to write down
   */
  Rest takeBytes(Rest rest, byte[] bytes) {
    Rest result = rest;
    for (byte value : bytes) {
      result = take(result, value, null);
      if (size(result) > MAX_SIZE) {
        throw new TooLargeException();
      }
    }
    return result;
  }

  private static int size(Rest rest) {
    return switch (rest) {
      case Then(Rest first, Rest second) -> size(first) + size(second);
      case Any(Set<Rest> options) -> options.stream().mapToInt(NaiveRecognizer::size).sum();
      default -> 1;
    };
  }

  Rest takeControl(Rest rest, String token) {
    return take(rest, (byte) 0, token);
  }

  /** After a byte, or after a control token if there is one. */
  private Rest take(Rest rest, byte value, String token) {
    return switch (rest) {
      case Never _, Empty _ -> new Never();
      case Of(Pattern pattern) -> take(pattern, value, token);
      case TextFrom(String text, int offset) -> takeText(text, offset, value, token);
      case CharacterFrom(Characters characters, List<Integer> taken) ->
          takeCharacter(characters, taken, value, token);
      case Then(Rest first, Rest second) -> {
        Rest after = then(take(first, value, token), second);
        yield complete(first) ? any(List.of(after, take(second, value, token))) : after;
      }
      case Any(Set<Rest> options) ->
          any(options.stream().map(option -> take(option, value, token)).toList());
    };
  }

  private Rest take(Pattern pattern, byte value, String token) {
    return switch (pattern) {
      case Text(String text) -> takeText(text, 0, value, token);
      case Characters characters -> takeCharacter(characters, List.of(), value, token);
      case ControlToken(String text) -> text.equals(token) ? new Empty() : new Never();
      case Variable _ -> throw noVariables();
      case RuleReference(String rule) -> take(rules.get(rule), value, token);
      case Choice(List<Pattern> options) ->
          any(options.stream().map(option -> take(of(option), value, token)).toList());
      case Sequence(List<Pattern> parts) ->
          parts.isEmpty()
              ? new Never()
              : take(
                  then(of(parts.getFirst()), of(new Sequence(parts.subList(1, parts.size())))),
                  value,
                  token);
      case Repeat(Pattern part, int min, int max) -> {
        if (max == 0) {
          yield new Never();
        }
        int least = nullable(part) ? 0 : Math.max(min - 1, 0);
        int most = max == Pattern.UNBOUNDED ? max : max - 1;
        Rest more = of(new Repeat(part, Math.min(least, most), most));
        yield then(take(of(part), value, token), more);
      }
    };
  }

  private static Rest takeText(String text, int offset, byte value, String token) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (token != null || offset == bytes.length || bytes[offset] != value) {
      return new Never();
    }
    return offset + 1 == bytes.length ? new Empty() : new TextFrom(text, offset + 1);
  }

  private Rest takeCharacter(Characters characters, List<Integer> taken, byte value, String token) {
    List<Integer> bytes = new ArrayList<>(taken);
    bytes.add(value & 0xFF);
    if (token != null || !viable(characters, bytes)) {
      return new Never();
    }
    boolean whole = bytes.size() == length(bytes.getFirst());
    return whole ? new Empty() : new CharacterFrom(characters, List.copyOf(bytes));
  }

  /** The length of the form that a first byte begins; 0 if there is none. */
  private static int length(int lead) {
    return lead < 0x80
        ? 1
        : lead < 0xC0 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF8 ? 4 : 0;
  }

  /** Whether a code point of the class has a UTF-8 form that begins so. */
  private boolean viable(Characters characters, List<Integer> bytes) {
    return viable.computeIfAbsent(List.of(characters, bytes), key -> begins(characters, bytes));
  }

  private static boolean begins(Characters characters, List<Integer> bytes) {
    int length = length(bytes.getFirst());
    if (length == 0) {
      return false;
    }
    int first = length == 1 ? bytes.getFirst() : bytes.getFirst() & (1 << 7 - length) - 1;
    int last = first;
    for (int i = 1; i < length; i++) {
      boolean given = i < bytes.size();
      if (given && (bytes.get(i) & 0xC0) != 0x80) {
        return false;
      }
      first = first << 6 | (given ? bytes.get(i) & 0x3F : 0);
      last = last << 6 | (given ? bytes.get(i) & 0x3F : 0x3F);
    }
    int shortest = length == 1 ? 0 : length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
    return IntStream.rangeClosed(
            Math.max(first, shortest), Math.min(last, Character.MAX_CODE_POINT))
        .filter(codePoint -> codePoint < 0xD800 || codePoint > 0xDFFF)
        .anyMatch(codePoint -> contains(characters, codePoint));
  }

  private static boolean contains(Characters characters, int codePoint) {
    return characters.negated()
        != characters.ranges().stream()
            .anyMatch(range -> range.first() <= codePoint && codePoint <= range.last());
  }

  private Rest then(Rest first, Rest second) {
    if (first instanceof Never || second instanceof Never) {
      return new Never();
    }
    if (first instanceof Empty) {
      return second;
    }
    if (first instanceof Then(Rest one, Rest other)) {
      return then(one, then(other, second));
    }
    return second instanceof Empty ? first : new Then(first, second);
  }

  private static Rest any(List<Rest> options) {
    Set<Rest> different = new HashSet<>();
    for (Rest option : options) {
      if (option instanceof Any(Set<Rest> inner)) {
        different.addAll(inner);
      } else if (!(option instanceof Never)) {
        different.add(option);
      }
    }
    return different.isEmpty()
        ? new Never()
        : different.size() == 1 ? different.iterator().next() : new Any(different);
  }
}
