package io.perilune.toolcall.parse;

import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonValue.JsonString;
import io.perilune.toolcall.json.JsonWriter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads what looks like the beginning of a plain-text call, until it is clear what it is. The text
 * is held back meanwhile, so this should not be long.
 */
public interface CallOpening {
  /** What the text has turned out to be. */
  sealed interface Outcome {}

  /** It is not clear yet. */
  record Reading() implements Outcome {}

  /** It is ordinary text, all of it. */
  record NotACall() implements Outcome {}

  /**
   * A call has begun.
   *
   * @param header the header by which the call's id is chosen, or an empty string
   * @param name the tool
   * @param body reads the arguments
   * @param known what of the arguments has been read already
   * @param fenced whether the arguments stand in a fence of Markdown that was opened meanwhile
   */
  record Begins(String header, String name, CallBody body, String known, boolean fenced)
      implements Outcome {}

  /**
   * Calls have been read as a whole.
   *
   * @param calls at least one
   * @param fenced as in {@link Begins}
   */
  record Whole(List<Call> calls, boolean fenced) implements Outcome {
    public Whole {
      calls = List.copyOf(calls);
    }
  }

  /**
   * A call with its arguments.
   *
   * @param name the tool
   * @param arguments the arguments' text, JSON if the model wrote such
   */
  record Call(String name, String arguments) {
    /**
     * The call that an object with {@code name} and {@code arguments} or {@code parameters}
     * describes, the latter an object or one encoded as a string.
     */
    public static Optional<Call> of(JsonValue value) {
      if (!(value instanceof JsonObject object)
          || !(object.get("name") instanceof JsonString(String name))) {
        return Optional.empty();
      }
      JsonValue arguments =
          NameInference.WRAPPERS.stream()
              .map(object::get)
              .filter(Objects::nonNull)
              .findFirst()
              .orElse(JsonObject.EMPTY);
      String text = NameInference.asObject(arguments);
      return Optional.of(new Call(name, text == null ? JsonWriter.spaced(arguments) : text));
    }
  }

  /**
   * Whether the next character is inside a string, where markers that ordinary text may spell are
   * data.
   */
  default boolean inString() {
    return false;
  }

  /** Takes the next character; not called again after another outcome than {@link Reading}. */
  Outcome accept(char c);
}
