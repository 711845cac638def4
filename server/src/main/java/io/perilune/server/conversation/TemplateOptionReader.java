package io.perilune.server.conversation;

import io.perilune.server.error.ApiException;
import io.perilune.server.json.Fields;
import io.perilune.template.TemplateInput;
import io.perilune.toolcall.json.JsonValue;
import java.util.Map;

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
}
