package io.perilune.gguf;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file name of a part of a split set: {@code PREFIX-00002-of-00013.gguf}.
 *
 * @param prefix what all parts' names begin with
 * @param number the part, from 1
 * @param count the number of parts
 */
record SplitName(String prefix, int number, int count) {
  private static final Pattern PATTERN = Pattern.compile("(.*)-(\\d{5})-of-(\\d{5})\\.gguf");

  static Optional<SplitName> of(String fileName) {
    Matcher matcher = PATTERN.matcher(fileName);
    return matcher.matches()
        ? Optional.of(
            new SplitName(
                matcher.group(1),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3))))
        : Optional.empty();
  }

  /** The file name of another part of the same set; {@code part} counts from 1. */
  String sibling(int part) {
    return String.format(Locale.ROOT, "%s-%05d-of-%05d.gguf", prefix, part, count);
  }
}
