package io.perilune.server.conversation;

import io.perilune.inference.tokenizer.Tokenizer;
import io.perilune.server.chat.PlainPrompt;
import io.perilune.server.error.ApiException;
import io.perilune.server.json.Fields;
import io.perilune.toolcall.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** Reads a prompt that a client has made itself. */
public final class PromptReader {
  private static final String PROMPT = "prompt";

  private PromptReader() {}

  /**
   * The prompt at the field {@code prompt}: a text, the numbers of tokens, or an array of one of
   * these.
   *
   * @throws ApiException if it is anything else or empty
   */
  public static PlainPrompt read(Fields body, Tokenizer tokenizer) {
    JsonValue value = body.value(PROMPT).orElseThrow(() -> wrong(body));
    return prompt(value, PROMPT, body, tokenizer);
  }

  /**
   * The prompt at the field {@code prompt}, which may also mix texts and the numbers of tokens in
   * one array.
   *
   * @param template whether names of control tokens in a text that is all of the prompt become
   *     those tokens
   * @throws ApiException if it is anything else or empty
   */
  public static PlainPrompt readMixed(Fields body, Tokenizer tokenizer, boolean template) {
    boolean mixed =
        body.value(PROMPT).orElseThrow(() -> wrong(body))
                instanceof JsonValue.JsonArray(List<JsonValue> elements)
            && elements.stream().anyMatch(JsonValue.JsonNumber.class::isInstance)
            && elements.stream().anyMatch(JsonValue.JsonString.class::isInstance);
    if (mixed) {
      return new PlainPrompt.Parts(parts(body, tokenizer));
    }
    PlainPrompt prompt = read(body, tokenizer);
    return prompt instanceof PlainPrompt.Text(String text, boolean _)
        ? new PlainPrompt.Text(text, template)
        : prompt;
  }

  /** Texts, and runs of tokens as one part each. */
  private static List<PlainPrompt> parts(Fields body, Tokenizer tokenizer) {
    List<PlainPrompt> parts = new ArrayList<>();
    List<JsonValue> run = new ArrayList<>();
    for (JsonValue element : body.array(PROMPT).orElseThrow()) {
      if (element instanceof JsonValue.JsonString(String text)) {
        addRun(run, parts, body, tokenizer);
        parts.add(new PlainPrompt.Text(Fields.wellFormed(text), false));
      } else {
        run.add(element);
      }
    }
    addRun(run, parts, body, tokenizer);
    return parts;
  }

  private static void addRun(
      List<JsonValue> run, List<PlainPrompt> parts, Fields body, Tokenizer tokenizer) {
    if (!run.isEmpty()) {
      parts.add(new PlainPrompt.Tokens(TokenReader.read(run, body, PROMPT, tokenizer)));
      run.clear();
    }
  }

  private static PlainPrompt prompt(
      JsonValue value, String field, Fields body, Tokenizer tokenizer) {
    return switch (value) {
      case JsonValue.JsonString(String text) when !text.isEmpty() ->
          new PlainPrompt.Text(Fields.wellFormed(text), false);
      case JsonValue.JsonArray(List<JsonValue> elements) when !elements.isEmpty() -> {
        boolean nested = !(elements.getFirst() instanceof JsonValue.JsonNumber);
        if (nested && (elements.size() > 1 || !field.equals(PROMPT))) {
          throw wrong(body);
        }
        yield nested
            ? prompt(elements.getFirst(), PROMPT + "[0]", body, tokenizer)
            : new PlainPrompt.Tokens(TokenReader.read(elements, body, field, tokenizer));
      }
      default -> throw wrong(body);
    };
  }

  private static ApiException wrong(Fields body) {
    return body.wrong(
        PROMPT, "one prompt: a text or an array of the numbers of tokens, and not empty");
  }
}
