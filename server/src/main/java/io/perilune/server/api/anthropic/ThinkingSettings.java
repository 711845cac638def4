package io.perilune.server.api.anthropic;

import io.perilune.server.conversation.TemplateOptionReader;
import io.perilune.server.json.Fields;
import io.perilune.server.json.NumberRange;
import io.perilune.toolcall.json.JsonValue;
import java.util.Map;
import java.util.Optional;

/**
 * What a request says about reasoning: {@code thinking} and {@code output_config.effort}.
 *
 * @param templateOptions the same in the words of chat templates, under each of the names that they
 *     use; those that the model's template does not read are dropped later
 * @param shown whether the client wants to see the reasoning
 */
record ThinkingSettings(Map<String, JsonValue> templateOptions, boolean shown) {
  private static final NumberRange BUDGET =
      NumberRange.integer("budget_tokens", 1, Integer.MAX_VALUE);

  /**
   * Reads the settings. {@code chat_template_kwargs}, which other servers have too, win.
   *
   * @throws io.perilune.server.error.ApiException naming the first field at fault
   */
  static ThinkingSettings read(Fields body) {
    Optional<Fields> thinking = body.object("thinking");
    Map<String, JsonValue> options =
        TemplateOptionReader.read(
            body,
            thinking.map(ThinkingSettings::isWanted),
            body.object("output_config").flatMap(config -> config.string("effort")));
    boolean omitted =
        thinking
            .flatMap(settings -> settings.string("display"))
            .filter("omitted"::equals)
            .isPresent();
    return new ThinkingSettings(options, !omitted);
  }

  private static boolean isWanted(Fields thinking) {
    return switch (thinking.requireString("type")) {
      case "enabled" -> {
        thinking.integer(BUDGET);
        yield true;
      }
      case "adaptive", "between_tools" -> true;
      case "disabled" -> false;
      default ->
          throw thinking.wrong("type", "'enabled', 'adaptive', 'between_tools' or 'disabled'");
    };
  }
}
