package io.perilune.server.conversation;

import io.perilune.inference.tokenizer.Tokenizer;
import io.perilune.server.error.ApiException;
import io.perilune.server.json.Fields;
import io.perilune.toolcall.json.JsonValue;
import java.util.List;

/** Reads tokens that a client gives by their numbers. */
public final class TokenReader {
  private TokenReader() {}

  /**
   * The tokens in an array.
   *
   * @param field where the array stands in the body
   * @throws ApiException if an element is not the number of a token of this vocabulary
   */
  public static int[] read(
      List<JsonValue> elements, Fields body, String field, Tokenizer tokenizer) {
    int[] tokens = new int[elements.size()];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = token(elements.get(i), body, field + "[" + i + "]", tokenizer.vocabularySize());
    }
    return tokens;
  }

  private static int token(JsonValue element, Fields body, String at, int vocabularySize) {
    if (element instanceof JsonValue.JsonNumber(String text)) {
      double number = Double.parseDouble(text);
      if (number >= 0 && number < vocabularySize && number == Math.rint(number)) {
        return (int) number;
      }
    }
    throw body.wrong(at, "the number of a token, from 0 to " + (vocabularySize - 1));
  }
}
