package io.perilune.server.api.anthropic;

import io.perilune.server.conversation.ArgumentsObject;
import io.perilune.server.json.Fields;
import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.MessageContent;
import io.perilune.toolcall.Role;
import io.perilune.toolcall.ToolCall;
import java.util.ArrayList;
import java.util.List;

/** Reads an answer that the client gives back. */
final class AssistantTurn {
  private AssistantTurn() {}

  /**
   * The message that it was.
   *
   * @throws io.perilune.server.error.ApiException naming the first field at fault
   */
  static ChatMessage read(Fields message) {
    List<String> thoughts = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    List<ToolCall> calls = new ArrayList<>();
    for (Fields block : Blocks.of(message, "content")) {
      switch (Blocks.type(block)) {
        case "thinking" -> thoughts.add(thinking(block));
        case "redacted_thinking" ->
            thoughts.add(ThinkingSignature.reasoning(block.requireString("data")));
        case "tool_use" -> calls.add(call(block));
        default -> texts.add(Blocks.text(block));
      }
    }
    thoughts.removeIf(String::isEmpty);
    String text = Blocks.joined(texts);
    return new ChatMessage(
        Role.ASSISTANT,
        null,
        text.isEmpty() && !calls.isEmpty() ? null : MessageContent.of(text),
        thoughts.isEmpty() ? null : Blocks.joined(thoughts),
        calls,
        null);
  }

  private static String thinking(Fields block) {
    String shown = block.string("thinking").orElse("");
    return shown.isEmpty()
        ? ThinkingSignature.reasoning(block.string("signature").orElse(""))
        : shown;
  }

  private static ToolCall call(Fields block) {
    return new ToolCall(
        ToolUseIds.decode(block.requireString("id")),
        block.requireString("name"),
        ArgumentsObject.arguments(block.object("input").orElseThrow(() -> noInput(block))));
  }

  private static RuntimeException noInput(Fields block) {
    return block.wrong("input", "an object; it is missing");
  }
}
