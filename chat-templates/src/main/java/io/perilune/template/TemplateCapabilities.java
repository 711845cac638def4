package io.perilune.template;

import io.perilune.template.jinja.JinjaTemplate;
import io.perilune.template.jinja.error.JinjaException;
import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.Role;
import io.perilune.toolcall.ToolCall;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a template expects of its input, found out by rendering small conversations.
 *
 * @param objectArguments whether it needs the arguments of calls as objects: as a string it would
 *     fail or encode them once more
 * @param developerRole whether it knows the role {@code developer}
 */
record TemplateCapabilities(boolean objectArguments, boolean developerRole) {
  private static final String KEY = "probe_key";
  private static final String ARGUMENTS = "{\"" + KEY + "\": \"probe_value\"}";

  static TemplateCapabilities probe(JinjaTemplate template, String source, SpecialTokens tokens) {
    boolean developerRole = source.contains(Role.DEVELOPER.wireName());
    boolean stringWorks = printsArguments(template, tokens, false);
    boolean objectWorks = !stringWorks && printsArguments(template, tokens, true);
    return new TemplateCapabilities(objectWorks, developerRole);
  }

  /** The name under which a template is told a role. */
  String roleName(Role role) {
    return role == Role.DEVELOPER && !developerRole ? Role.SYSTEM.wireName() : role.wireName();
  }

  /** Whether arguments in this form appear in the prompt, and not as JSON inside of JSON. */
  private static boolean printsArguments(
      JinjaTemplate template, SpecialTokens tokens, boolean asObject) {
    return prompt(template, tokens, new TemplateCapabilities(asObject, true))
        .filter(prompt -> prompt.contains(KEY) && !prompt.contains(KEY + "\\\""))
        .isPresent();
  }

  /** The prompt of a conversation with a call, or empty if the template refuses it. */
  private static Optional<String> prompt(
      JinjaTemplate template, SpecialTokens tokens, TemplateCapabilities assumed) {
    // Some templates insist on ids of nine letters and digits.
    ToolCall call = new ToolCall("call00001", "probe", ARGUMENTS);
    List<ChatMessage> messages =
        List.of(
            ChatMessage.user("probe"),
            ChatMessage.assistant("", List.of(call)),
            ChatMessage.tool(call.id(), "probe"));
    TemplateInput input = new TemplateInput(messages, List.of(), true, Map.of());
    ConversationVariables variables = ConversationVariables.of(input, tokens, assumed);
    Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    try {
      return Optional.of(
          template.render(variables.values(), variables.inputChars(), clock).chars());
    } catch (JinjaException e) {
      return Optional.empty();
    }
  }
}
