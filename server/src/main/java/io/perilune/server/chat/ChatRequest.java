package io.perilune.server.chat;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A validated request for an answer, independent of any API.
 *
 * @param fields where its parts stand in the body
 * @param messages the conversation, at least one message
 * @param prefill the beginning of the answer, which the client has written itself and the model
 *     goes on with; not part of what is answered; empty if there is none
 * @param tools the tools offered
 * @param toolSelection which of them may be called, and whether any must be
 * @param content what the answer's content must be
 * @param templateOptions what is said to the chat template, by name
 * @param parallelToolCalls whether more than one call is welcome
 * @param maxTokens the most tokens of the answer; empty for as many as the context holds
 * @param sampling what the client says about sampling
 * @param stop texts at which the answer's content ends; they are not part of it
 */
public record ChatRequest(
    RequestFields fields,
    List<ChatMessage> messages,
    String prefill,
    List<ToolDefinition> tools,
    ToolSelection toolSelection,
    ContentFormat content,
    Map<String, JsonValue> templateOptions,
    boolean parallelToolCalls,
    OptionalInt maxTokens,
    SamplingSettings sampling,
    List<String> stop) {
  public ChatRequest {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
    templateOptions = Map.copyOf(templateOptions);
    stop = List.copyOf(stop);
    Objects.requireNonNull(fields, "fields");
    Objects.requireNonNull(prefill, "prefill");
    Objects.requireNonNull(toolSelection, "toolSelection");
    Objects.requireNonNull(content, "content");
    Objects.requireNonNull(maxTokens, "maxTokens");
    Objects.requireNonNull(sampling, "sampling");
  }
}
