package io.perilune.toolcall.parse;

import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonValue.JsonString;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads the object after {@code <tool_call>} until it is clear what it is. Where the name comes
 * first, the arguments need not be waited for.
 */
final class HermesReader implements CallOpening {
  private static final String NAME = "name";

  private final Predicate<String> isTool;
  private final StringBuilder text = new StringBuilder();
  private int depth;
  private boolean inString;
  private boolean escaped;
  private int members;

  /** Whether nothing has followed the opening brace. */
  private boolean nothingYet;

  private boolean argumentsNext;
  private String name;

  /**
   * A reader of one object.
   *
   * @param isTool whether a call of this name is one
   */
  HermesReader(Predicate<String> isTool) {
    this.isTool = isTool;
  }

  @Override
  public boolean inString() {
    return inString;
  }

  @Override
  public Outcome accept(char c) {
    text.append(c);
    if (inString) {
      inString = c != '"' || escaped;
      escaped = c == '\\' && !escaped;
      return new Reading();
    }
    if (Character.isWhitespace(c)) {
      return new Reading();
    }
    if (argumentsNext && c == '{') {
      return new Begins("", name, CallBody.json(), String.valueOf(c), false);
    }
    argumentsNext = false;
    if (depth == 1 && nothingYet && c != '"' && c != '}') {
      return new NotACall();
    }
    nothingYet = depth == 0;
    switch (c) {
      case '{', '[' -> depth++;
      case '}', ']' -> depth--;
      case '"' -> inString = true;
      case ':' -> {
        return depth == 1 ? memberBegins() : new Reading();
      }
      default -> {}
    }
    return depth == 0 ? objectEnds() : new Reading();
  }

  /** Looks at the second member: after the name it may hold the arguments. */
  private Outcome memberBegins() {
    members++;
    if (members != 2
        || !(JsonReader.tryRead(text + "0}").orElse(null) instanceof JsonObject object)
        || !(object.get(NAME) instanceof JsonString(String tool))) {
      return new Reading();
    }
    if (!isTool.test(tool)) {
      return new NotACall();
    }
    name = tool;
    argumentsNext = NameInference.WRAPPERS.stream().anyMatch(key -> object.get(key) != null);
    return new Reading();
  }

  private Outcome objectEnds() {
    return Optional.of(text.toString())
        .flatMap(JsonReader::tryRead)
        .flatMap(CallOpening.Call::of)
        .filter(call -> isTool.test(call.name()))
        .<Outcome>map(call -> new Whole(List.of(call), false))
        .orElseGet(NotACall::new);
  }
}
