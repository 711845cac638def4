package io.perilune.server.conversation;

import io.perilune.server.error.ApiException;
import io.perilune.server.json.Fields;
import io.perilune.template.TemplateInput;
import io.perilune.toolcall.json.JsonValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads {@code chat_template_kwargs}: what a client says to the chat template itself. */
public final class TemplateOptionReader {
  private static final String FIELD = "chat_template_kwargs";

  private TemplateOptionReader() {}

  /**
   * The options of a request's body; none where it does not say. Those that the model's template
   * does not read are dropped later.
   *
   * @throws ApiException if one would replace a variable that the server sets
   */
  public static Map<String, JsonValue> read(Fields request) {
    Map<String, JsonValue> options =
        request.object(FIELD).map(fields -> fields.object().members()).orElse(Map.of());
    for (String name : options.keySet()) {
      if (TemplateInput.RESERVED_NAMES.contains(name)) {
        throw ApiException.invalid(
            FIELD + "." + name, FIELD + " must not set " + name + "; the server does.");
      }
    }
    return options;
  }

  /**
   * The options of a request's body and, in the words of chat templates, what the request says
   * about reasoning elsewhere. It is said under each of the names that templates use; the body's
   * own options win.
   *
   * @param wanted whether the model is to reason, if the request says
   * @param effort how much, if the request says
   * @throws ApiException if one would replace a variable that the server sets
   */
  public static Map<String, JsonValue> read(
      Fields request, Optional<Boolean> wanted, Optional<String> effort) {
    Map<String, JsonValue> options = new HashMap<>();
    wanted.ifPresent(
        value -> {
          options.put("thinking", new JsonValue.JsonBoolean(value));
          options.put("enable_thinking", new JsonValue.JsonBoolean(value));
        });
    effort.ifPresent(value -> options.put("reasoning_effort", new JsonValue.JsonString(value)));
    options.putAll(read(request));
    return options;
  }
}
