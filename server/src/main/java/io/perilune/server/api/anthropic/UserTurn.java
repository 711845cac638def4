package io.perilune.server.api.anthropic;

import io.perilune.server.conversation.OmittedPart;
import io.perilune.server.json.Fields;
import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads a message of the user, in which results of tools stand among texts. */
final class UserTurn {
  /** What a failed tool's result begins with; models know no other sign of failure. */
  private static final String ERROR = "Error: ";

  private final OfferedTools tools;
  private final Set<String> loaded;
  private final List<ChatMessage> messages = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();

  /**
   * Creates a reader of one message.
   *
   * @param loaded receives the names of deferred tools that the message tells the model of
   */
  UserTurn(OfferedTools tools, Set<String> loaded) {
    this.tools = tools;
    this.loaded = loaded;
  }

  /**
   * The messages that it makes: one for each result, and one for the texts between.
   *
   * @throws io.perilune.server.error.ApiException naming the first field at fault
   */
  List<ChatMessage> read(Fields message) {
    for (Fields block : Blocks.of(message, "content")) {
      if (Blocks.type(block).equals("tool_result")) {
        endText();
        String id = ToolUseIds.decode(block.requireString("tool_use_id"));
        messages.add(ChatMessage.tool(id, result(block)));
      } else {
        texts.add(Blocks.text(block));
      }
    }
    endText();
    return messages.isEmpty() ? List.of(ChatMessage.user("")) : messages;
  }

  private void endText() {
    if (!texts.isEmpty()) {
      messages.add(ChatMessage.user(Blocks.joined(texts)));
      texts.clear();
    }
  }

  private String result(Fields block) {
    List<String> parts = new ArrayList<>();
    List<String> functions = new ArrayList<>();
    for (Fields part : Blocks.of(block, "content")) {
      if (Blocks.type(part).equals("tool_reference")) {
        functions.add("<function>" + declaration(part.requireString("tool_name")) + "</function>");
      } else {
        endFunctions(functions, parts);
        parts.add(
            Blocks.type(part).equals("text")
                ? Blocks.text(part)
                : OmittedPart.note(Blocks.type(part)));
      }
    }
    endFunctions(functions, parts);
    String text = Blocks.joined(parts);
    return block.bool("is_error").orElse(false) ? ERROR + text : text;
  }

  private static void endFunctions(List<String> functions, List<String> parts) {
    if (!functions.isEmpty()) {
      parts.add("<functions>\n" + Blocks.joined(functions) + "\n</functions>");
      functions.clear();
    }
  }

  /** What the model is told of a tool; of one that is not offered any more, its name. */
  private String declaration(String name) {
    ToolDefinition tool = tools.deferred().get(name);
    if (tool == null) {
      return JsonWriter.quoted(name);
    }
    loaded.add(name);
    return JsonWriter.spaced(tool.declaration().get("function"));
  }
}
