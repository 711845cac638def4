package io.perilune.template;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.ContentPart;
import io.perilune.toolcall.MessageContent;
import io.perilune.toolcall.Role;
import java.util.List;

/** The content and reasoning of a message in a form that the template prints. */
final class ContentForm {
  private ContentForm() {}

  static ChatMessage of(ChatMessage message, TemplateCapabilities capabilities) {
    return withContent(withReasoning(message, capabilities), capabilities);
  }

  private static ChatMessage withReasoning(ChatMessage message, TemplateCapabilities capabilities) {
    String content = MessageEdits.text(message);
    boolean conflict =
        message.reasoning() != null
            && !message.toolCalls().isEmpty()
            && !content.isEmpty()
            && !capabilities.can(TemplateCapability.REASONING_BESIDE_CONTENT);
    if (!conflict) {
      return message;
    }
    // What is said before a call is thought aloud; as reasoning it keeps its place in the prompt.
    ChatMessage silent = MessageEdits.withContent(message, MessageContent.of(""));
    return MessageEdits.withReasoning(
        silent, MessageEdits.paragraphs(message.reasoning(), content));
  }

  private static ChatMessage withContent(ChatMessage message, TemplateCapabilities capabilities) {
    boolean asParts =
        !capabilities.can(TemplateCapability.STRING_CONTENT)
            && capabilities.partRoles().contains(message.role());
    MessageContent content =
        switch (message.content()) {
          case null ->
              message.role() == Role.ASSISTANT && capabilities.can(TemplateCapability.NULL_CONTENT)
                  ? null
                  : MessageContent.of("");
          case MessageContent.Text text when asParts ->
              new MessageContent.Parts(List.of(new ContentPart.Text(text.text())));
          case MessageContent.Parts parts when !capabilities.partRoles().contains(message.role()) ->
              MessageContent.of(parts.plainText());
          case MessageContent other -> other;
        };
    return MessageEdits.withContent(message, content);
  }
}
