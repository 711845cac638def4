package io.perilune.server.constraint.schema;

import static io.perilune.server.constraint.schema.Patterns.choice;
import static io.perilune.server.constraint.schema.Patterns.optional;
import static io.perilune.server.constraint.schema.Patterns.sequence;
import static io.perilune.server.constraint.schema.Patterns.text;

import io.perilune.inference.constraint.Pattern;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Numbers by range and divisor. Whole numbers are written without point and exponent, numbers in a
 * range without exponent.
 */
final class NumberRules {
  private static final Pattern MINUS = text("-");
  private static final Bound ZERO = new Bound(BigDecimal.ZERO, false);

  private final RuleSet rules;
  private final Problems problems;

  NumberRules(RuleSet rules, Problems problems) {
    this.rules = rules;
    this.problems = problems;
  }

  /** The numbers for which this holds; empty if there are none. */
  Optional<Pattern> of(NumberFacts facts, String path) {
    if (facts.isEmpty()) {
      return Optional.empty();
    }
    BigDecimal divisor = facts.multipleOf();
    if (divisor == null) {
      return facts.whole() ? whole(facts) : decimals(facts, SchemaLimits.FRACTION_DIGITS_MAX);
    }
    if (facts.whole() && NumberFacts.isMultiple(BigDecimal.ONE, divisor)) {
      return whole(facts);
    }
    if (NumberFacts.isMultiple(divisor, BigDecimal.ONE)) {
      return multiples(facts.and(NumberFacts.WHOLE), divisor.toBigInteger(), path);
    }
    if (divisor.stripTrailingZeros().unscaledValue().equals(BigInteger.ONE)
        && divisor.scale() <= SchemaLimits.FRACTION_DIGITS_MAX) {
      return decimals(facts, divisor.stripTrailingZeros().scale());
    }
    problems.unenforced(path, "multipleOf", "is not enforced for this divisor");
    return facts.whole() ? whole(facts) : decimals(facts, SchemaLimits.FRACTION_DIGITS_MAX);
  }

  private static Optional<Pattern> whole(NumberFacts facts) {
    BigInteger min = facts.wholeMin();
    BigInteger max = facts.wholeMax();
    if (min == null && max == null) {
      return Optional.of(JsonRules.INTEGER);
    }
    List<Pattern> options = new ArrayList<>();
    if (min == null || min.signum() < 0) {
      BigInteger least = max == null || max.signum() >= 0 ? BigInteger.ONE : max.negate();
      BigInteger most = min == null ? null : min.negate();
      options.add(sequence(MINUS, IntegerRange.natural(least, most)));
    }
    if (max == null || max.signum() >= 0) {
      BigInteger least = min == null ? BigInteger.ZERO : min.max(BigInteger.ZERO);
      options.add(IntegerRange.natural(least, max));
    }
    return Optional.of(choice(options));
  }

  private Optional<Pattern> decimals(NumberFacts facts, int fractionDigits) {
    Bound min = facts.min();
    Bound max = facts.max();
    boolean anyFraction = fractionDigits == SchemaLimits.FRACTION_DIGITS_MAX;
    if (min == null && max == null && anyFraction) {
      return Optional.of(JsonRules.NUMBER);
    }
    List<Pattern> options = new ArrayList<>();
    if (min == null || min.value().signum() < 0) {
      boolean crossing = max == null || max.value().signum() > 0;
      Bound least = crossing ? ZERO : Bound.mirrored(max);
      unsigned(least, Bound.mirrored(min), fractionDigits, anyFraction)
          .ifPresent(magnitude -> options.add(sequence(MINUS, magnitude)));
    }
    if (max == null || max.value().signum() >= 0) {
      Bound least = min == null || min.value().signum() < 0 ? ZERO : min;
      unsigned(least, max, fractionDigits, anyFraction).ifPresent(options::add);
    }
    return options.isEmpty() ? Optional.empty() : Optional.of(choice(options));
  }

  private static Optional<Pattern> unsigned(
      Bound min, Bound max, int fractionDigits, boolean anyFraction) {
    return max == null && min.equals(ZERO) && anyFraction
        ? Optional.of(JsonRules.UNSIGNED)
        : DecimalRange.natural(min, max, fractionDigits);
  }

  private Optional<Pattern> multiples(NumberFacts facts, BigInteger divisor, String path) {
    BigInteger min = facts.wholeMin();
    BigInteger max = facts.wholeMax();
    if (min != null && max != null) {
      BigInteger first = ceilingQuotient(min, divisor);
      BigInteger last = max.subtract(max.mod(divisor)).divide(divisor);
      BigInteger count = last.subtract(first).add(BigInteger.ONE);
      if (count.signum() <= 0) {
        return Optional.empty();
      }
      if (count.compareTo(BigInteger.valueOf(SchemaLimits.LISTED_MULTIPLES_MAX)) <= 0) {
        return Optional.of(
            choice(
                IntStream.range(0, count.intValueExact())
                    .mapToObj(i -> first.add(BigInteger.valueOf(i)).multiply(divisor))
                    .map(multiple -> text(multiple.toString()))
                    .toList()));
      }
    }
    boolean signOnly =
        max == null
            && (min == null || min.signum() == 0)
            && divisor.compareTo(BigInteger.valueOf(SchemaLimits.DIVISOR_MAX)) <= 0;
    if (signOnly) {
      Pattern natural = naturalMultiples(divisor.intValueExact());
      return Optional.of(min == null ? sequence(optional(MINUS), natural) : natural);
    }
    problems.unenforced(path, "multipleOf", "is not enforced for this divisor in this range");
    return whole(facts);
  }

  private static BigInteger ceilingQuotient(BigInteger value, BigInteger divisor) {
    BigInteger rest = value.mod(divisor);
    BigInteger up = rest.signum() == 0 ? value : value.add(divisor).subtract(rest);
    return up.divide(divisor);
  }

  /** Multiples of 0 or more: a rule for each remainder of the digits so far. */
  private Pattern naturalMultiples(int divisor) {
    List<String> names =
        IntStream.range(0, divisor).mapToObj(r -> rules.newName("remainder")).toList();
    for (int remainder = 0; remainder < divisor; remainder++) {
      List<Pattern> options = new ArrayList<>();
      for (int digit = 0; digit <= 9; digit++) {
        options.add(step(names, remainder, digit));
      }
      if (remainder == 0) {
        options.add(Patterns.EMPTY);
      }
      rules.define(names.get(remainder), "remainder", choice(options));
    }
    List<Pattern> first = new ArrayList<>(List.of(text("0")));
    for (int digit = 1; digit <= 9; digit++) {
      first.add(step(names, 0, digit));
    }
    return choice(first);
  }

  private static Pattern step(List<String> names, int remainder, int digit) {
    int next = (remainder * 10 + digit) % names.size();
    return sequence(text(Integer.toString(digit)), Patterns.rule(names.get(next)));
  }
}
