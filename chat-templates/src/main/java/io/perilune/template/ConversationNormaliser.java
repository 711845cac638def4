package io.perilune.template;

import io.perilune.toolcall.ChatMessage;
import java.util.List;

/**
 * Brings a conversation, as any client may send it, into a form that a template takes. What the
 * template can render as it stands is left alone, so that prompts stay those of the reference.
 */
final class ConversationNormaliser {
  private ConversationNormaliser() {}

  /** The conversation to render; never fails. */
  static TemplateInput normalise(TemplateInput input, TemplateCapabilities capabilities) {
    List<ChatMessage> messages = CallHistory.arrange(input.messages(), capabilities);
    messages = ConversationRoles.arrange(messages, capabilities);
    messages = messages.stream().map(message -> ContentForm.of(message, capabilities)).toList();
    return new TemplateInput(
        messages,
        ToolDeclarations.complete(input.tools(), capabilities),
        input.addGenerationPrompt(),
        input.variables());
  }
}
