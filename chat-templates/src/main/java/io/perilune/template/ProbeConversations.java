package io.perilune.template;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.ContentPart;
import io.perilune.toolcall.MessageContent;
import io.perilune.toolcall.Role;
import io.perilune.toolcall.ToolCall;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import java.util.List;

/** The messages with which templates are tried; their texts are letters that no filter changes. */
final class ProbeConversations {
  /** Texts that a prompt must hold where the template prints what it is given. */
  static final String A = "ProbeAlpha";

  static final String B = "ProbeBeta";
  static final String C = "ProbeGamma";
  static final String D = "ProbeDelta";
  static final String E = "ProbeEpsilon";

  static final String RESULT = "ProbeResult";
  static final String THOUGHT = "ProbeThought";
  static final String TOOL = "probe_tool";
  static final String KEY = "probe_key";
  static final String SECOND_KEY = "probe_second";

  /** Some templates insist on ids of nine letters and digits. */
  static final String SHORT_ID = "call00001";

  static final String SECOND_SHORT_ID = "call00002";
  static final String LONG_ID = "call_0123456789abcdef01234567";

  static final ChatMessage SYSTEM = ChatMessage.system(A);
  static final ChatMessage USER = ChatMessage.user(B);
  static final ChatMessage ASSISTANT = ChatMessage.assistant(C, List.of());

  static final ToolCall CALL = call(SHORT_ID, KEY);
  static final ToolDefinition FULL_TOOL =
      tool(
          """
          {"type": "function", "function": {"name": "probe_tool", "description": "x", "parameters":
            {"type": "object", "required": ["x"],
             "properties": {"x": {"type": "string", "description": "x"}}}}}""");
  static final ToolDefinition BARE_TOOL =
      tool("{\"type\": \"function\", \"function\": {\"name\": \"probe_tool\"}}");

  static final ToolDefinition BARE_PARAMETER_TOOL =
      tool(
          """
          {"type": "function", "function": {"name": "probe_tool", "description": "x", "parameters":
            {"type": "object", "properties": {"x": {}}}}}""");

  private ProbeConversations() {}

  static ToolCall call(String id, String key) {
    return new ToolCall(id, TOOL, "{\"" + key + "\": \"x\"}");
  }

  static ChatMessage calling(String content, ToolCall... calls) {
    return ChatMessage.assistant(content, List.of(calls));
  }

  static ChatMessage reasoning(String content, ToolCall... calls) {
    return new ChatMessage(
        Role.ASSISTANT, null, MessageContent.of(content), THOUGHT, List.of(calls), null);
  }

  static ChatMessage parts(Role role, String first, String second) {
    return new ChatMessage(
        role,
        null,
        new MessageContent.Parts(
            List.of(new ContentPart.Text(first), new ContentPart.Text(second))),
        null,
        List.of(),
        role == Role.TOOL ? SHORT_ID : null);
  }

  private static ToolDefinition tool(String declaration) {
    return new ToolDefinition(TOOL, (JsonObject) JsonReader.read(declaration), JsonObject.EMPTY);
  }
}
