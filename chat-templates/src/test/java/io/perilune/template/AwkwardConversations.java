package io.perilune.template;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.ContentPart;
import io.perilune.toolcall.MessageContent;
import io.perilune.toolcall.Role;
import io.perilune.toolcall.ToolCall;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Conversations that clients send and that some templates cannot take as they are. */
final class AwkwardConversations {
  private static final ChatMessage SYSTEM = ChatMessage.system("Be brief.");
  private static final ChatMessage USER = ChatMessage.user("Weather in Paris and Rome?");
  private static final ChatMessage ANSWER = ChatMessage.assistant("Sunny.", List.of());
  private static final ChatMessage THANKS = ChatMessage.user("Thanks.");
  private static final ToolCall PARIS = call("functions.get_weather:0", "{\"city\": \"Paris\"}");
  private static final ToolCall ROME = call("toolu_01AbCdEfGhIjKlMnOp", "{\"city\": \"Rome\"}");
  private static final ChatMessage IN_PARIS = ChatMessage.tool(PARIS.id(), "{\"c\": 21}");
  private static final ChatMessage IN_ROME = ChatMessage.tool(ROME.id(), "sunny");
  private static final List<ToolDefinition> TOOLS =
      List.of(
          tool(
              """
              {"type": "function", "function": {"name": "get_weather", "description": "Weather.",
               "parameters": {"type": "object", "properties": {"city": {"type": "string",
               "description": "A city"}}, "required": ["city"]}}}"""));
  private static final List<ToolDefinition> SPARSE_TOOLS =
      List.of(
          tool("{\"type\": \"function\", \"function\": {\"name\": \"now\"}}"),
          tool(
              """
              {"type": "function", "function": {"name": "get_weather",
               "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}}}"""));

  private AwkwardConversations() {}

  static Map<String, TemplateInput> all() {
    Map<String, TemplateInput> all = new LinkedHashMap<>();
    all.put("user", plain(USER));
    all.put("system alone", plain(SYSTEM));
    all.put("assistant first", plain(ANSWER, THANKS));
    all.put("two users", plain(USER, THANKS));
    all.put("two answers", plain(USER, ANSWER, ANSWER, THANKS));
    all.put("ends with an answer", plain(USER, ANSWER));
    all.put("developer", plain(as(Role.DEVELOPER, "Be brief."), USER));
    all.put("system and developer", plain(SYSTEM, as(Role.DEVELOPER, "In French."), USER));
    all.put("system in the middle", plain(SYSTEM, USER, ANSWER, ChatMessage.system("!"), THANKS));
    all.put("system at the end", plain(USER, ChatMessage.system("In French.")));
    all.put("no content", plain(USER, ChatMessage.assistant(null, List.of()), THANKS));
    all.put("no content of a user", plain(message(Role.USER, null), ANSWER, THANKS));
    all.put("empty texts", plain(ChatMessage.system(""), ChatMessage.user(""), ANSWER, THANKS));
    all.put(
        "parts everywhere",
        tools(
            message(Role.SYSTEM, parts("Be ", "brief.")),
            message(Role.USER, parts("Weather ", "in Paris?")),
            new ChatMessage(Role.ASSISTANT, null, parts("I ", "look."), null, List.of(PARIS), null),
            new ChatMessage(Role.TOOL, null, parts("2", "1"), null, List.of(), PARIS.id()),
            message(Role.ASSISTANT, parts("21 ", "degrees")),
            THANKS));
    all.put("no parts", plain(message(Role.USER, parts()), ANSWER, THANKS));
    all.put("call without content", tools(USER, calls(null, PARIS), IN_PARIS));
    all.put(
        "call and content", tools(SYSTEM, USER, calls("I look.", PARIS), IN_PARIS, ANSWER, USER));
    all.put("call without tools", plain(USER, calls(null, PARIS), IN_PARIS, ANSWER, THANKS));
    all.put("results out of order", tools(USER, calls("", PARIS, ROME), IN_ROME, IN_PARIS));
    all.put("a result is missing", tools(USER, calls("", PARIS, ROME), IN_ROME, ANSWER, THANKS));
    all.put("no result", tools(USER, calls("", PARIS), THANKS));
    all.put("ends with a call", tools(USER, calls("", PARIS)));
    all.put("a user interrupts", tools(USER, calls(null, PARIS), IN_PARIS, THANKS, ANSWER, USER));
    all.put(
        "result without an id", tools(USER, calls(null, PARIS), message(Role.TOOL, text("21"))));
    all.put("result with another id", tools(USER, calls("", PARIS), ChatMessage.tool("x", "21")));
    all.put("result without a call", tools(USER, IN_PARIS, ANSWER, THANKS));
    all.put("result first", tools(IN_PARIS, THANKS));
    all.put("null result", tools(USER, calls("", PARIS), message(Role.TOOL, null)));
    all.put("call without an id", tools(USER, calls("", call("", "{}")), message(Role.TOOL, null)));
    all.put("same ids", tools(USER, calls("", PARIS, PARIS), IN_PARIS, IN_PARIS));
    all.put("no arguments", tools(USER, calls("", call("a", "")), ChatMessage.tool("a", "21")));
    all.put(
        "broken arguments", tools(USER, calls("", call("a", "{\"ci")), ChatMessage.tool("a", "")));
    all.put(
        "arguments in a list", tools(USER, calls("", call("a", "[1]")), ChatMessage.tool("a", "")));
    all.put(
        "scalar arguments", tools(USER, calls("", call("a", "null")), ChatMessage.tool("a", "")));
    all.put(
        "nested arguments",
        tools(
            USER,
            calls(null, call("a", "{\"a\": {\"b\": [1, 2.5, null, true]}, \"c\": \"<é>\"}")),
            ChatMessage.tool("a", "ok")));
    all.put(
        "reasoning",
        tools(
            USER,
            new ChatMessage(Role.ASSISTANT, null, text("I look."), "Hm.", List.of(PARIS), null),
            IN_PARIS,
            new ChatMessage(Role.ASSISTANT, null, text("21"), "So.", List.of(), null),
            THANKS));
    all.put(
        "calls in a row",
        tools(
            SYSTEM, USER, calls(null, PARIS), IN_PARIS, calls(null, ROME), IN_ROME, ANSWER, USER));
    all.put("names", tools(USER.withName("ann"), ANSWER.withName("bob"), THANKS.withName("ann")));
    all.put("sparse tools", new TemplateInput(List.of(USER), SPARSE_TOOLS, true, Map.of()));
    all.put(
        "no prompt for an answer",
        new TemplateInput(List.of(USER, ANSWER), TOOLS, false, Map.of()));
    return all;
  }

  /** Conversations that a template must take, or it is no use to anyone. */
  static List<TemplateInput> ordinary() {
    return List.of(plain(USER, ANSWER, THANKS), tools(USER));
  }

  /** A conversation of all roles in which each text of the client ends with this one. */
  static TemplateInput withEverywhere(String suffix) {
    String name = "get_weather" + suffix;
    ToolCall call = new ToolCall("call00001" + suffix, name, "{\"city\": \"Paris\"}" + suffix);
    ToolCall json = new ToolCall("call00002" + suffix, name, "{\"city\": \"Rome" + suffix + "\"}");
    return new TemplateInput(
        List.of(
            ChatMessage.system("Be brief." + suffix),
            ChatMessage.user("Weather?" + suffix).withName("ann" + suffix),
            new ChatMessage(
                Role.ASSISTANT,
                null,
                text("I look." + suffix),
                "Hm." + suffix,
                List.of(call, json),
                null),
            ChatMessage.tool(json.id(), "{\"c\": 21}" + suffix).withName(name),
            ChatMessage.tool(call.id(), "sunny" + suffix),
            message(Role.USER, parts("one" + suffix, "two" + suffix))),
        List.of(
            tool(
                """
                {"type": "function", "function": {"name": "get_weather@", "description": "W@",
                 "parameters": {"type": "object", "properties": {"city@": {"type": "string",
                 "description": "A city@", "enum": ["Paris@"]}}, "required": ["city@"]}}}"""
                    .replace("@", suffix))),
        true,
        Map.of());
  }

  private static TemplateInput plain(ChatMessage... messages) {
    return new TemplateInput(List.of(messages), List.of(), true, Map.of());
  }

  private static TemplateInput tools(ChatMessage... messages) {
    return new TemplateInput(List.of(messages), TOOLS, true, Map.of());
  }

  private static ChatMessage calls(String content, ToolCall... calls) {
    return ChatMessage.assistant(content, List.of(calls));
  }

  private static ToolCall call(String id, String arguments) {
    return new ToolCall(id, "get_weather", arguments);
  }

  private static ChatMessage as(Role role, String content) {
    return message(role, text(content));
  }

  private static ChatMessage message(Role role, MessageContent content) {
    return new ChatMessage(role, null, content, null, List.of(), null);
  }

  private static MessageContent text(String text) {
    return MessageContent.of(text);
  }

  private static MessageContent parts(String... texts) {
    Stream<ContentPart> parts = Arrays.stream(texts).map(ContentPart.Text::new);
    return new MessageContent.Parts(parts.toList());
  }

  private static ToolDefinition tool(String declaration) {
    JsonObject object = (JsonObject) JsonReader.read(declaration);
    return new ToolDefinition("get_weather", object, JsonObject.EMPTY);
  }
}
