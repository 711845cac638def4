package io.perilune.server.conversation;

import io.perilune.inference.tokenizer.Tokenizer;
import io.perilune.server.chat.PlainPrompt;
import io.perilune.server.error.ApiException;
import io.perilune.server.json.Fields;
import io.perilune.toolcall.json.JsonValue;
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

  private static PlainPrompt prompt(
      JsonValue value, String field, Fields body, Tokenizer tokenizer) {
    return switch (value) {
      case JsonValue.JsonString(String text) when !text.isEmpty() ->
          new PlainPrompt.Text(Fields.wellFormed(text));
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
