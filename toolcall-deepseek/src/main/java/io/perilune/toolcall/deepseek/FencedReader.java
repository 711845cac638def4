package io.perilune.toolcall.deepseek;

import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonArray;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.parse.CallBody;
import io.perilune.toolcall.parse.CallOpening;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads a fence of Markdown from its first backtick on, up to the arguments of a call or to the end
 * of an array of calls.
 */
final class FencedReader implements CallOpening {
  private static final List<String> FENCES = List.of("```json", "```");
  private static final String MEMBER = "\"tools\"";

  /** The tool, or {@code null} where an array of calls is expected. */
  private final String name;

  private final Predicate<String> isTool;
  private final StringBuilder fence = new StringBuilder();
  private final StringBuilder object = new StringBuilder();
  private int depth;
  private boolean inString;
  private boolean escaped;
  private boolean firstMemberRead;

  private FencedReader(String name, Predicate<String> isTool) {
    this.name = name;
    this.isTool = isTool;
  }

  /** The fence holds the arguments of this tool. */
  static FencedReader ofArguments(String name) {
    return new FencedReader(name, name::equals);
  }

  /**
   * The fence holds an array of calls.
   *
   * @param isTool whether a tool is offered; there must be a call of one
   */
  static FencedReader ofCalls(Predicate<String> isTool) {
    return new FencedReader(null, isTool);
  }

  @Override
  public boolean inString() {
    return inString;
  }

  @Override
  public Outcome accept(char c) {
    return object.isEmpty() && c != '{' ? acceptFence(c) : acceptObject(c);
  }

  private Outcome acceptFence(char c) {
    boolean blank = Character.isWhitespace(c);
    if (blank && FENCES.contains(fence.toString())) {
      return new Reading();
    }
    fence.append(c);
    String seen = fence.toString();
    return FENCES.stream().anyMatch(whole -> whole.startsWith(seen))
        ? new Reading()
        : new NotACall();
  }

  private Outcome acceptObject(char c) {
    if (!FENCES.contains(fence.toString())) {
      return new NotACall();
    }
    if (name != null) {
      return new Begins("", name, CallBody.json(), String.valueOf(c), true);
    }
    object.append(c);
    if (inString) {
      inString = c != '"' || escaped;
      escaped = c == '\\' && !escaped;
      return !inString && !firstMemberFits() ? new NotACall() : new Reading();
    }
    switch (c) {
      case '{', '[' -> depth++;
      case '}', ']' -> depth--;
      case '"' -> inString = true;
      default -> {}
    }
    return depth == 0 ? arrayOfCalls() : new Reading();
  }

  /** Looks at the object's first string, just read: it must name the array. */
  private boolean firstMemberFits() {
    if (!firstMemberRead) {
      firstMemberRead = true;
      return object.substring(1).strip().equals(MEMBER);
    }
    return true;
  }

  private Outcome arrayOfCalls() {
    List<Call> calls =
        JsonReader.tryRead(object.toString())
            .map(value -> ((JsonObject) value).get("tools"))
            .map(value -> value instanceof JsonArray(List<JsonValue> elements) ? elements : null)
            .stream()
            .flatMap(List::stream)
            .map(Call::of)
            .flatMap(Optional::stream)
            .toList();
    return calls.stream().anyMatch(call -> isTool.test(call.name()))
        ? new Whole(calls, true)
        : new NotACall();
  }
}
