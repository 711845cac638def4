package io.perilune.server.engine;

import io.perilune.server.engine.Script.Answer;
import io.perilune.server.engine.Script.End;
import io.perilune.server.engine.Script.Piece;
import io.perilune.server.error.ApiException;
import io.perilune.server.json.Fields;
import io.perilune.server.json.NumberRange;
import io.perilune.server.json.RequestBody;
import io.perilune.toolcall.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Reads a {@link Script} from JSON:
 *
 * <pre>{@code
 * {
 *   "control_tokens": ["<|im_end|>", "<|tool_call_begin|>"],
 *   "end_of_turn": "<|im_end|>",
 *   "chat_template": "{% for m in messages %}{{ m.content }}{% endfor %}",
 *   "context_length": 4096,
 *   "answers": [
 *     {
 *       "when": "weather",
 *       "pieces": ["Let me see. ", {"control": "<|tool_call_begin|>"}],
 *       "repeat": 1,
 *       "end": "stop",
 *       "prefill_ms": 0,
 *       "token_ms": 0
 *     }
 *   ]
 * }
 * }</pre>
 *
 * <p>Only {@code answers} and their {@code pieces} are required. Control tokens are those of
 * Kimi-K2 by default; {@code end} is {@code stop}, {@code length}, {@code failed} or {@code busy}.
 */
final class ScriptReader {
  private static final List<String> KIMI_CONTROL_TOKENS =
      List.of(
          "[BOS]",
          "[EOS]",
          "<|im_end|>",
          "<|im_user|>",
          "<|im_assistant|>",
          "<|im_system|>",
          "<|im_middle|>",
          "<|tool_calls_section_begin|>",
          "<|tool_calls_section_end|>",
          "<|tool_call_begin|>",
          "<|tool_call_argument_begin|>",
          "<|tool_call_end|>");
  private static final String KIMI_END_OF_TURN = "<|im_end|>";
  private static final int CONTEXT_LENGTH_DEFAULT = 8_192;

  private static final NumberRange CONTEXT_LENGTH =
      NumberRange.integer("context_length", 2, 1 << 24);
  private static final NumberRange PREFILL_MS = NumberRange.integer("prefill_ms", 0, 3_600_000);
  private static final NumberRange REPEAT = NumberRange.integer("repeat", 1, 100_000);
  private static final NumberRange TOKEN_MS = NumberRange.integer("token_ms", 0, 60_000);

  private ScriptReader() {}

  /**
   * Reads.
   *
   * @param name the file's name for messages
   * @throws ModelLoadException if the content is not a script
   */
  static Script read(byte[] content, String name) {
    try {
      return script(RequestBody.read(content, "It"));
    } catch (ApiException e) {
      throw new ModelLoadException("The script " + name + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static Script script(Fields fields) {
    List<String> controls =
        fields
            .array("control_tokens")
            .map(values -> values.stream().map(value -> text(fields, value)).toList())
            .orElse(KIMI_CONTROL_TOKENS);
    String endOfTurn = fields.string("end_of_turn").orElse(KIMI_END_OF_TURN);
    if (!controls.contains(endOfTurn)) {
      throw fields.wrong("end_of_turn", "one of the control tokens");
    }
    List<JsonValue> values =
        fields.array("answers").orElseThrow(() -> fields.wrong("answers", "an array"));
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      answers.add(answer(Fields.of(values.get(i), "answers[" + i + "]"), controls));
    }
    return new Script(
        controls,
        endOfTurn,
        fields.string("chat_template").orElse(""),
        (int) fields.integer(CONTEXT_LENGTH).orElse(CONTEXT_LENGTH_DEFAULT),
        answers);
  }

  private static Answer answer(Fields fields, List<String> controls) {
    List<JsonValue> pieces =
        fields.array("pieces").orElseThrow(() -> fields.wrong("pieces", "an array"));
    List<Piece> once = pieces.stream().map(piece -> piece(fields, piece, controls)).toList();
    int times = (int) fields.integer(REPEAT).orElse(1);
    return new Answer(
        fields.string("when").orElse(""),
        Collections.nCopies(times, once).stream().flatMap(List::stream).toList(),
        end(fields),
        Duration.ofMillis(fields.integer(PREFILL_MS).orElse(0)),
        Duration.ofMillis(fields.integer(TOKEN_MS).orElse(0)));
  }

  private static Piece piece(Fields answer, JsonValue value, List<String> controls) {
    if (value instanceof JsonValue.JsonObject object) {
      String name = new Fields(object, answer.path("pieces[]")).requireString("control");
      if (!controls.contains(name)) {
        throw answer.wrong("pieces", "texts and control tokens; " + name + " is not one");
      }
      return new Piece(name, true);
    }
    return new Piece(text(answer, value), false);
  }

  private static String text(Fields parent, JsonValue value) {
    if (value instanceof JsonValue.JsonString(String text)) {
      return text;
    }
    throw parent.wrong("a list's element", "a string");
  }

  private static End end(Fields answer) {
    String word = answer.string("end").orElse("stop");
    for (End end : End.values()) {
      if (end.name().toLowerCase(Locale.ROOT).equals(word)) {
        return end;
      }
    }
    throw answer.wrong("end", "stop, length, failed or busy");
  }
}
