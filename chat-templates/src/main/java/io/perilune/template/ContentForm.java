package io.perilune.template;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.ContentPart;
import io.perilune.toolcall.MessageContent;
import io.perilune.toolcall.Role;
import java.util.List;

/** The content and reasoning of a message in a form that the template prints. */
final class ContentForm {
  /** What an assistant says that says nothing, to templates that refuse an empty text. */
  private static final String BLANK = " ";

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
            && capabilities.can(TemplateCapability.REASONING)
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
    boolean takesParts = capabilities.partRoles().contains(message.role());
    boolean asParts = takesParts && !capabilities.can(TemplateCapability.STRING_CONTENT);
    MessageContent content =
        switch (present(message, capabilities)) {
          case null -> null;
          case MessageContent.Text(String text) when asParts ->
              new MessageContent.Parts(List.of(new ContentPart.Text(text)));
          case MessageContent.Parts parts when !takesParts || parts.parts().isEmpty() && !asParts ->
              MessageContent.of(parts.plainText());
          case MessageContent other -> other;
        };
    return MessageEdits.withContent(message, content);
  }

  /** The content, or what stands for it where the template insists on some. */
  private static MessageContent present(ChatMessage message, TemplateCapabilities capabilities) {
    boolean assistant = message.role() == Role.ASSISTANT;
    if (assistant
        && message.toolCalls().isEmpty()
        && MessageEdits.text(message).isEmpty()
        && !capabilities.can(TemplateCapability.EMPTY_CONTENT)) {
      return MessageContent.of(BLANK);
    }
    boolean absent = message.content() == null;
    return absent && !(assistant && capabilities.can(TemplateCapability.NULL_CONTENT))
        ? MessageContent.of("")
        : message.content();
  }
}
