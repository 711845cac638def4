package io.perilune.server.conversation;

import io.perilune.inference.sampling.LogitBias;
import io.perilune.server.chat.TokenBias;
import io.perilune.server.error.ApiException;
import io.perilune.server.json.Fields;
import io.perilune.toolcall.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads the biases of a request. OpenAI's form is an object, {@code {"15043": -1.5}};
 * llama-server's an array of pairs, {@code [[15043, -1.5], ["Hello", false]]}, in which a text
 * stands for all its tokens and {@code false} rules them out. Both may stand in either.
 */
final class LogitBiasReader {
  private static final String FIELD = "logit_bias";

  /** The range that OpenAI allows. */
  private static final float AMOUNT_MAX = 100;

  private final Fields body;

  private LogitBiasReader(Fields body) {
    this.body = body;
  }

  static List<TokenBias> read(Fields body) {
    return body.value(FIELD).map(new LogitBiasReader(body)::biases).orElse(List.of());
  }

  private List<TokenBias> biases(JsonValue value) {
    List<TokenBias> biases = new ArrayList<>();
    switch (value) {
      case JsonValue.JsonObject object -> {
        for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
          biases.add(new TokenBias(target(member.getKey()), amount(member.getValue())));
          requireFew(biases);
        }
      }
      case JsonValue.JsonArray(List<JsonValue> pairs) -> {
        for (JsonValue pair : pairs) {
          if (!(pair instanceof JsonValue.JsonArray(List<JsonValue> both)) || both.size() != 2) {
            throw wrong();
          }
          biases.add(new TokenBias(target(both.getFirst()), amount(both.getLast())));
          requireFew(biases);
        }
      }
      default -> throw wrong();
    }
    return biases;
  }

  private TokenBias.Target target(JsonValue value) {
    return switch (value) {
      case JsonValue.JsonString(String text) -> target(text);
      case JsonValue.JsonNumber number when number.isInteger() -> token(number.text());
      default -> throw wrong();
    };
  }

  private TokenBias.Target target(String text) {
    boolean number = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (number) {
      return token(text);
    }
    if (text.isEmpty() || text.length() > ConversationLimits.BIASED_TEXT_CHARS_MAX) {
      throw wrong();
    }
    return new TokenBias.Text(text);
  }

  private TokenBias.Target token(String number) {
    try {
      int id = Integer.parseInt(number);
      if (id >= 0) {
        return new TokenBias.Token(id);
      }
    } catch (NumberFormatException e) {
      // No vocabulary has as many tokens.
    }
    throw wrong();
  }

  private float amount(JsonValue value) {
    if (value instanceof JsonValue.JsonBoolean(boolean allowed) && !allowed) {
      return LogitBias.BAN;
    }
    if (value instanceof JsonValue.JsonNumber(String text)) {
      float amount = Float.parseFloat(text);
      if (Math.abs(amount) <= AMOUNT_MAX) {
        return amount;
      }
    }
    throw wrong();
  }

  private void requireFew(List<TokenBias> biases) {
    if (biases.size() > ConversationLimits.LOGIT_BIASES_MAX) {
      throw wrong();
    }
  }

  private ApiException wrong() {
    return body.wrong(
        FIELD,
        "an object of at most "
            + ConversationLimits.LOGIT_BIASES_MAX
            + " tokens, or texts, and numbers from -100 to 100, or false; or an array of such"
            + " pairs");
  }
}
