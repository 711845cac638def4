package io.perilune.toolcall.kimi;

import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.parse.CallHeaders;
import java.util.List;
import java.util.Optional;

/**
 * Finds the tool that a call's header means. The canonical header is {@code functions.NAME:N};
 * models also write what they saw in the history: {@code NAME:N}, {@code functions_NAME_N}, {@code
 * functionsNAMEN}, {@code NAME}. Names are case-sensitive.
 */
final class KimiHeaders implements CallHeaders {
  static final String PREFIX = "functions.";

  /** Digits of a call's index; more of them are no index. */
  static final int INDEX_DIGITS_MAX = 18;

  private static final String PREFIX_WORD = "functions";
  private static final String SEPARATORS_AFTER_PREFIX = "._:/-";
  private static final String SEPARATORS_BEFORE_INDEX = ":._-";

  private final List<String> names;
  private final int headerCharsMax;

  KimiHeaders(List<ToolDefinition> tools) {
    names = tools.stream().map(ToolDefinition::name).distinct().toList();
    int longest = names.stream().mapToInt(String::length).max().orElse(0);
    headerCharsMax = PREFIX.length() + longest + 1 + INDEX_DIGITS_MAX;
  }

  List<String> all() {
    return names;
  }

  boolean contains(String name) {
    return names.contains(name);
  }

  /** No header longer than this resolves strictly. */
  int headerCharsMax() {
    return headerCharsMax;
  }

  @Override
  public Optional<String> strict(String header) {
    Optional<String> canonical = canonicalName(header);
    return canonical.isPresent() ? canonical : longestName(header);
  }

  /** The name in a header of the canonical form. */
  @Override
  public Optional<String> unknown(String header) {
    int colon = header.lastIndexOf(':');
    if (colon < 0 || !isDigits(header, colon + 1, Integer.MAX_VALUE)) {
      return Optional.empty();
    }
    String base = header.substring(0, colon);
    if (base.startsWith(PREFIX) && base.length() > PREFIX.length()) {
      return Optional.of(base.substring(PREFIX.length()));
    }
    return isIdentifier(base) ? Optional.of(base) : Optional.empty();
  }

  @Override
  public boolean mayBecomeHeader(String text) {
    if (text.length() > headerCharsMax || names.isEmpty()) {
      return false;
    }
    if (PREFIX_WORD.startsWith(text)) {
      return true;
    }
    for (int start : starts(text)) {
      String rest = text.substring(start);
      for (String name : names) {
        if (name.startsWith(rest)
            || rest.startsWith(name) && isIndexBeginning(rest, name.length())) {
          return true;
        }
      }
    }
    return false;
  }

  private Optional<String> canonicalName(String header) {
    int colon = header.lastIndexOf(':');
    if (colon < 0 || !isDigits(header, colon + 1, INDEX_DIGITS_MAX)) {
      return Optional.empty();
    }
    String base = header.substring(0, colon);
    if (base.startsWith(PREFIX) && contains(base.substring(PREFIX.length()))) {
      return Optional.of(base.substring(PREFIX.length()));
    }
    return contains(base) ? Optional.of(base) : Optional.empty();
  }

  private Optional<String> longestName(String header) {
    String longest = null;
    for (int start : starts(header)) {
      String rest = header.substring(start);
      for (String name : names) {
        boolean fits = rest.equals(name) || rest.startsWith(name) && isIndex(rest, name.length());
        if (fits && (longest == null || name.length() > longest.length())) {
          longest = name;
        }
      }
    }
    return Optional.ofNullable(longest);
  }

  /** Where in the header a name may begin: at its start, after the prefix, after a separator. */
  private static int[] starts(String header) {
    int prefix = PREFIX_WORD.length();
    if (!header.startsWith(PREFIX_WORD)) {
      return new int[] {0};
    }
    boolean separated =
        header.length() > prefix && SEPARATORS_AFTER_PREFIX.indexOf(header.charAt(prefix)) >= 0;
    return separated ? new int[] {0, prefix, prefix + 1} : new int[] {0, prefix};
  }

  /** Whether the text from this place on is at most one separator and digits. */
  private static boolean isIndex(String text, int from) {
    boolean separated = SEPARATORS_BEFORE_INDEX.indexOf(text.charAt(from)) >= 0;
    return isDigits(text, separated ? from + 1 : from, INDEX_DIGITS_MAX);
  }

  /** Whether the text from this place on, which is not its end, may become an index. */
  private static boolean isIndexBeginning(String text, int from) {
    boolean separated = SEPARATORS_BEFORE_INDEX.indexOf(text.charAt(from)) >= 0;
    return separated && from + 1 == text.length() || isIndex(text, from);
  }

  private static boolean isDigits(String text, int from, int max) {
    int count = text.length() - from;
    return count > 0 && count <= max && text.chars().skip(from).allMatch(c -> isDigit(c));
  }

  private static boolean isIdentifier(String text) {
    return !text.isEmpty()
        && !isDigit(text.charAt(0))
        && text.chars().allMatch(c -> CallHeaders.isNameCharacter(c));
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
