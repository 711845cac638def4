package io.perilune.template;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonValue;
import java.util.List;
import java.util.Map;

/**
 * What a chat template renders.
 *
 * @param messages the conversation
 * @param tools the tools offered; templates see none, not an empty list, where there are none
 * @param addGenerationPrompt whether the prompt ends where the assistant's answer begins
 * @param variables further top-level variables ({@code chat_template_kwargs}), never those that
 *     this record provides
 */
public record TemplateInput(
    List<ChatMessage> messages,
    List<ToolDefinition> tools,
    boolean addGenerationPrompt,
    Map<String, JsonValue> variables) {
  public TemplateInput {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
    variables = Map.copyOf(variables);
  }
}
