package io.perilune.toolcall.deepseek;

import io.perilune.toolcall.parse.PlainForm;
import io.perilune.toolcall.parse.TextTail;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Calls that R1 writes without control tokens, a lead and then a fence of Markdown with JSON. The
 * lead is one of
 *
 * <ul>
 *   <li>{@code function<NAME>}
 *   <li>{@code <tool_call>} and {@code function</think>NAME}; the tag within may be missing, since
 *       it is a sign of its own to the parser
 *   <li>{@code function}; the calls are then in an array, {@code {"tools": [{"name": …}]}}
 * </ul>
 *
 * Only tools that are offered count.
 */
final class FencedForm implements PlainForm {
  private static final String WORD = "function";
  private static final String WRAPPER = "<tool_call>";

  private final Set<String> names;

  /** The tool by its lead. */
  private final Map<String, String> bare = new LinkedHashMap<>();

  /** The same for leads that need the wrapper. */
  private final Map<String, String> wrapped = new LinkedHashMap<>();

  private final List<String> leads = new ArrayList<>();
  private final int startCharsMax;

  /**
   * The form.
   *
   * @param names the names of the tools offered
   */
  FencedForm(Set<String> names) {
    this.names = names;
    for (String name : names) {
      bare.put(WORD + "<" + name + ">", name);
      wrapped.put(WORD + name, name);
      wrapped.put(WORD + DeepSeekMarkers.THINK_CLOSE + name, name);
    }
    leads.add(WORD);
    leads.addAll(bare.keySet());
    leads.addAll(wrapped.keySet());
    startCharsMax = leads.stream().mapToInt(String::length).max().orElse(0) + WRAPPER.length();
  }

  @Override
  public String decisiveCharacters() {
    return "`";
  }

  @Override
  public String firstCharacters() {
    return "<f";
  }

  @Override
  public Optional<Start> find(TextTail text, char c) {
    if (c != '`' || text.end() == text.length()) {
      return Optional.empty();
    }
    return named(text, bare, false).or(() -> named(text, wrapped, true)).or(() -> array(text));
  }

  @Override
  public int beginsAt(TextTail text, int place) {
    if (mayBecome(text, place, WRAPPER)) {
      return place;
    }
    if (text.charAt(place) == 'f' && text.isBoundary(place)) {
      for (String lead : leads) {
        if (mayBecome(text, place, lead)) {
          return wrapperBefore(text, place);
        }
      }
    }
    return NONE;
  }

  @Override
  public List<String> leadsBeforeThinkClose() {
    return List.of(WRAPPER + WORD);
  }

  @Override
  public int startCharsMax() {
    return startCharsMax;
  }

  private static Optional<Start> named(
      TextTail text, Map<String, String> leads, boolean needsWrapper) {
    for (Map.Entry<String, String> lead : leads.entrySet()) {
      int place = text.end() - lead.getKey().length();
      if (text.isAt(place, lead.getKey()) && text.isBoundary(place)) {
        int from = needsWrapper ? wrapperBefore(text, place) : place;
        if (!needsWrapper || from < place) {
          return Optional.of(new Start(from, FencedReader.ofArguments(lead.getValue())));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Start> array(TextTail text) {
    int place = text.end() - WORD.length();
    return text.isAt(place, WORD) && text.isBoundary(place)
        ? Optional.of(new Start(place, FencedReader.ofCalls(names::contains)))
        : Optional.empty();
  }

  /** Whether the text from a place on is this part, or a beginning of it. */
  private static boolean mayBecome(TextTail text, int place, String part) {
    return text.isBeginningOf(place, part)
        || place + part.length() == text.end() && text.isAt(place, part);
  }

  /** The beginning of the wrapper directly before this place, or the place itself. */
  private static int wrapperBefore(TextTail text, int place) {
    int from = text.withoutBlanksBefore(place) - WRAPPER.length();
    return from >= text.earliest() && text.isAt(from, WRAPPER) ? from : place;
  }
}
