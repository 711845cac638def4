package io.perilune.template;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
  /**
   * The names of the variables that every template is given; {@code variables} has none of them.
   */
  public static final Set<String> RESERVED_NAMES =
      Set.of("messages", "tools", "add_generation_prompt", "bos_token", "eos_token");

  public TemplateInput {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
    variables = Map.copyOf(variables);
  }
}
