package io.perilune.server.api.openai.responses;

import io.perilune.server.conversation.OpaqueReasoning;
import io.perilune.server.error.ApiException;
import io.perilune.server.json.Fields;
import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.MessageContent;
import io.perilune.toolcall.Role;
import io.perilune.toolcall.ToolCall;
import io.perilune.toolcall.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads the conversation of a request. The API has an item for each thing that an answer consists
 * of; models know one message that holds all of them.
 */
final class InputReader {
  private static final String INPUT = "input";
  private static final String INSTRUCTIONS = "instructions";
  private static final int ITEMS_MAX = 30_000;

  /**
   * Items that tell of tools which OpenAI's service runs, and of the client's own affairs. Clients
   * send back what they got from there when the user changes to this server.
   */
  private static final Set<String> IGNORED =
      Set.of(
          "web_search_call",
          "file_search_call",
          "code_interpreter_call",
          "image_generation_call",
          "computer_call",
          "computer_call_output",
          "local_shell_call",
          "local_shell_call_output",
          "shell_call",
          "shell_call_output",
          "apply_patch_call",
          "apply_patch_call_output",
          "mcp_list_tools",
          "mcp_call",
          "mcp_approval_request",
          "mcp_approval_response",
          "tool_search_call",
          "tool_search_output",
          "ghost_snapshot");

  private final List<ChatMessage> messages = new ArrayList<>();
  private final AnswerAssembler answer = new AnswerAssembler(messages::add);

  private InputReader() {}

  /**
   * The messages that {@code instructions} and {@code input} make, at least one.
   *
   * @throws ApiException naming the first field at fault
   */
  static List<ChatMessage> read(Fields body) {
    InputReader reader = new InputReader();
    body.string(INSTRUCTIONS)
        .filter(text -> !text.isBlank())
        .ifPresent(text -> reader.messages.add(ChatMessage.system(text)));
    switch (body.value(INPUT).orElseThrow(() -> wrong(body))) {
      case JsonValue.JsonString _ ->
          reader.messages.add(ChatMessage.user(body.requireString(INPUT)));
      case JsonValue.JsonArray(List<JsonValue> items) when items.size() <= ITEMS_MAX ->
          Fields.ofAll(items, INPUT).forEach(reader::item);
      default -> throw wrong(body);
    }
    reader.answer.end();
    if (reader.messages.isEmpty()) {
      throw wrong(body);
    }
    return reader.messages;
  }

  private static ApiException wrong(Fields body) {
    return body.wrong(
        INPUT, "a string or an array of 1 to " + ITEMS_MAX + " items, one of them a message");
  }

  private void item(Fields item) {
    String type = item.string("type").orElse("message");
    switch (type) {
      case "message" -> message(item);
      case "reasoning" -> answer.reasoning(reasoning(item));
      case "function_call" -> answer.call(functionCall(item));
      case "custom_tool_call" -> answer.call(customCall(item));
      case "function_call_output", "custom_tool_call_output" -> output(item);
      case "item_reference" ->
          throw ApiException.invalid(
              item.path("type"),
              item.path("type")
                  + " is 'item_reference', and this server stores no items; send the item itself.");
      default -> {
        if (!IGNORED.contains(type)) {
          throw ApiException.invalid(
              item.path("type"),
              item.path("type")
                  + " is '"
                  + ApiException.printable(type)
                  + "', which this server does not know; leave the item out.");
        }
      }
    }
  }

  private void message(Fields item) {
    MessageContent content = InputContent.read(item, "content");
    switch (item.requireString("role")) {
      case "assistant" -> answer.content(content);
      case "user" -> add(Role.USER, content);
      case "system" -> add(Role.SYSTEM, content);
      case "developer" -> add(Role.DEVELOPER, content);
      default -> throw item.wrong("role", "'user', 'assistant', 'system' or 'developer'");
    }
  }

  private void add(Role role, MessageContent content) {
    answer.end();
    messages.add(new ChatMessage(role, null, content, null, List.of(), null));
  }

  private static ToolCall functionCall(Fields item) {
    return new ToolCall(
        item.requireString("call_id"), toolName(item), item.requireString("arguments"));
  }

  private static ToolCall customCall(Fields item) {
    return new ToolCall(
        item.requireString("call_id"),
        toolName(item),
        CustomTool.arguments(item.requireString("input")));
  }

  private static String toolName(Fields item) {
    return ClientTool.modelName(item.string("namespace"), item.requireString("name"));
  }

  private void output(Fields item) {
    String id = item.requireString("call_id");
    MessageContent content = InputContent.readOutput(item, "output");
    answer.end();
    messages.add(new ChatMessage(Role.TOOL, null, content, null, List.of(), id));
  }

  /** As it was shown, or as a text of ours, or as another model's summary. */
  private static String reasoning(Fields item) {
    String shown = InputContent.text(item, "content");
    if (!shown.isEmpty()) {
      return shown;
    }
    String kept = OpaqueReasoning.reasoning(item.string("encrypted_content").orElse(""));
    return kept.isEmpty() ? InputContent.text(item, "summary") : kept;
  }
}
