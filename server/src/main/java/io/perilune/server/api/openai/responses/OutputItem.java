package io.perilune.server.api.openai.responses;

import io.perilune.server.conversation.OpaqueReasoning;
import java.util.List;

/** A thing that an answer consists of. */
sealed interface OutputItem {
  /** The item's own id. */
  String id();

  /**
   * What the model thinks.
   *
   * @param summary none is made
   * @param encryptedContent the reasoning again, as a text to keep without showing it, or {@code
   *     null}
   */
  record Reasoning(
      String id,
      String type,
      ItemStatus status,
      List<Object> summary,
      List<ContentPart> content,
      String encryptedContent)
      implements OutputItem {
    static Reasoning begun(String id) {
      return new Reasoning(id, "reasoning", ItemStatus.IN_PROGRESS, List.of(), List.of(), null);
    }

    /**
     * The whole.
     *
     * @param opaque whether the client wants it also as a text to keep without showing it
     */
    static Reasoning ended(String id, ItemStatus status, String text, boolean opaque) {
      return new Reasoning(
          id,
          "reasoning",
          status,
          List.of(),
          List.of(new ContentPart.ReasoningText(text)),
          opaque ? OpaqueReasoning.of(text) : null);
    }
  }

  /** What the model says. */
  record Message(String id, String type, ItemStatus status, String role, List<ContentPart> content)
      implements OutputItem {
    static Message begun(String id) {
      return new Message(id, "message", ItemStatus.IN_PROGRESS, "assistant", List.of());
    }

    static Message ended(String id, ItemStatus status, String text) {
      return new Message(
          id, "message", status, "assistant", List.of(new ContentPart.OutputText(text)));
    }
  }

  /**
   * A call of a function.
   *
   * @param callId the call's id, as the model wrote it
   * @param namespace the namespace of the function, or {@code null}
   * @param arguments JSON text as the model wrote it
   */
  record FunctionCall(
      String id,
      String type,
      ItemStatus status,
      String callId,
      String namespace,
      String name,
      String arguments)
      implements OutputItem {
    static FunctionCall of(
        String id, ItemStatus status, String callId, ClientTool tool, String arguments) {
      return new FunctionCall(
          id, "function_call", status, callId, tool.namespace(), tool.name(), arguments);
    }
  }

  /**
   * A call of a custom tool.
   *
   * @param callId the call's id, as the model wrote it
   * @param namespace the namespace of the tool, or {@code null}
   */
  record CustomToolCall(
      String id,
      String type,
      ItemStatus status,
      String callId,
      String namespace,
      String name,
      String input)
      implements OutputItem {
    static CustomToolCall of(
        String id, ItemStatus status, String callId, ClientTool tool, String input) {
      return new CustomToolCall(
          id, "custom_tool_call", status, callId, tool.namespace(), tool.name(), input);
    }
  }
}
