package io.perilune.toolcall.kimi;

import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonValue.JsonString;
import io.perilune.toolcall.json.JsonWriter;
import java.util.Map;
import java.util.Set;

/**
 * Reads the object after {@code <tool_call>} until it is clear what it is. Where the name comes
 * first, the arguments need not be waited for.
 */
final class HermesReader {
  private static final String NAME = "name";

  /** What the object has turned out to be. */
  enum Outcome {
    READING,
    /** A call, its arguments begin with the last character. */
    ARGUMENTS_BEGIN,
    /** A call with all its arguments. */
    WHOLE_CALL,
    NOT_A_CALL
  }

  private final Set<String> tools;
  private final int from;
  private final StringBuilder text = new StringBuilder();
  private int depth;
  private boolean inString;
  private boolean escaped;
  private int members;

  /** Whether nothing has followed the opening brace. */
  private boolean nothingYet;

  private boolean argumentsNext;
  private String name;
  private String arguments;

  /**
   * A reader of one object.
   *
   * @param tools the names of the tools offered
   * @param from where in the text before it the tag begins
   */
  HermesReader(Set<String> tools, int from) {
    this.tools = tools;
    this.from = from;
  }

  Outcome accept(char c) {
    text.append(c);
    if (inString) {
      inString = c != '"' || escaped;
      escaped = c == '\\' && !escaped;
      return Outcome.READING;
    }
    if (Character.isWhitespace(c)) {
      return Outcome.READING;
    }
    if (argumentsNext && c == '{') {
      return Outcome.ARGUMENTS_BEGIN;
    }
    argumentsNext = false;
    if (depth == 1 && nothingYet && c != '"' && c != '}') {
      return Outcome.NOT_A_CALL;
    }
    nothingYet = depth == 0;
    switch (c) {
      case '{', '[' -> depth++;
      case '}', ']' -> depth--;
      case '"' -> inString = true;
      case ':' -> {
        return depth == 1 ? memberBegins() : Outcome.READING;
      }
      default -> {}
    }
    return depth == 0 ? objectEnds() : Outcome.READING;
  }

  int from() {
    return from;
  }

  /** What was read so far. */
  String text() {
    return text.toString();
  }

  String name() {
    return name;
  }

  /** The arguments of a {@link Outcome#WHOLE_CALL}. */
  String arguments() {
    return arguments;
  }

  /** Looks at the second member: after the name it may hold the arguments. */
  private Outcome memberBegins() {
    members++;
    if (members != 2
        || !(JsonReader.tryRead(text + "0}").orElse(null) instanceof JsonObject object)
        || !(object.get(NAME) instanceof JsonString(String tool))) {
      return Outcome.READING;
    }
    if (!tools.contains(tool)) {
      return Outcome.NOT_A_CALL;
    }
    name = tool;
    argumentsNext = NameInference.WRAPPERS.stream().anyMatch(key -> object.get(key) != null);
    return Outcome.READING;
  }

  private Outcome objectEnds() {
    if (!(JsonReader.tryRead(text.toString()).orElse(null) instanceof JsonObject object)
        || !(object.get(NAME) instanceof JsonString(String tool))
        || !tools.contains(tool)) {
      return Outcome.NOT_A_CALL;
    }
    name = tool;
    arguments = argumentsIn(object.members());
    return Outcome.WHOLE_CALL;
  }

  private static String argumentsIn(Map<String, JsonValue> members) {
    for (String key : NameInference.WRAPPERS) {
      JsonValue value = members.get(key);
      if (value != null) {
        String object = NameInference.asObject(value);
        return object == null ? JsonWriter.spaced(value) : object;
      }
    }
    return JsonWriter.spaced(JsonObject.EMPTY);
  }
}
