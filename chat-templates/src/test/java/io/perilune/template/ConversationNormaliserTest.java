package io.perilune.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.ContentPart;
import io.perilune.toolcall.MessageContent;
import io.perilune.toolcall.Role;
import io.perilune.toolcall.ToolCall;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConversationNormaliserTest {
  /** Prints everything in every form. */
  private static final String CAPABLE =
      """
      {%- for t in tools or [] %}[{{ t.function.name }}]{% endfor %}
      {%- for m in messages -%}
        {{ m.role }}:
        {%- if m.content is string %}{{ m.content }}
        {%- else %}{% for p in m.content or [] %}({{ p.text }}){% endfor %}{% endif %}
        {%- if m.reasoning_content %}~{{ m.reasoning_content }}{% endif %}
        {%- for c in m.tool_calls or [] %}!{{ c.id }} {{ c.function.name }}{{ c.function.arguments }}
        {%- endfor %}
        {%- if m.tool_call_id %}@{{ m.tool_call_id }}{% endif %};
      {%- endfor %}""";

  /** Alternates between user and assistant, and knows nothing else. */
  private static final String PLAIN =
      """
      {%- for m in messages -%}
        {%- if (m.role == 'user') != (loop.index0 % 2 == 0) -%}
          {{ raise_exception('Roles must alternate.') }}
        {%- endif -%}
        {{ m.role[0] }}={{ m.content + ';' }}
      {%- endfor %}""";

  /** Wants objects as arguments, one call at a time, short ids and the names of tools. */
  private static final String PARTICULAR =
      """
      {%- for m in messages -%}
        {{ m.role }}:{{ m.content + ';' }}
        {%- if m.tool_calls and m.tool_calls|length > 1 %}{{ raise_exception('One call.') }}{% endif %}
        {%- for c in m.tool_calls or [] -%}
          {%- if c.id|length != 9 %}{{ raise_exception('Nine letters.') }}{% endif -%}
          {{ c.function.name }}({% for k, v in c.function.arguments.items() %}{{ k }}={{ v }}{% endfor %})
        {%- endfor -%}
        {%- if m.role == 'tool' %}<{{ m.name + m.tool_call_id }}>{% endif %}
      {%- endfor %}""";

  private static final ToolCall A = new ToolCall("id_a", "f", "{\"x\": 1}");
  private static final ToolCall B = new ToolCall("id_b", "g", "{\"y\": 2}");

  private static String render(String source, ChatMessage... messages) {
    return ChatTemplate.compile("test", source, new SpecialTokens("", ""))
        .render(new TemplateInput(List.of(messages), List.of(), true, Map.of()))
        .text();
  }

  private static ChatMessage message(Role role, MessageContent content) {
    return new ChatMessage(role, null, content, null, List.of(), null);
  }

  private static MessageContent parts(String... texts) {
    return new MessageContent.Parts(
        List.of(texts).stream().<ContentPart>map(ContentPart.Text::new).toList());
  }

  @Test
  void capableTemplatesGetTheConversationAsItIs() {
    ChatMessage calling =
        new ChatMessage(Role.ASSISTANT, null, MessageContent.of("c"), "r", List.of(A, B), null);
    assertEquals(
        "system:s;user:(p)(q);assistant:c~r!id_a f{\"x\": 1}!id_b g{\"y\": 2};tool:1@id_a;"
            + "tool:2@id_b;system:t;user:u;user:v;assistant:;user:w;",
        render(
            CAPABLE,
            ChatMessage.system("s"),
            message(Role.USER, parts("p", "q")),
            calling,
            ChatMessage.tool("id_a", "1"),
            ChatMessage.tool("id_b", "2"),
            ChatMessage.system("t"),
            ChatMessage.user("u"),
            ChatMessage.user("v"),
            ChatMessage.assistant(null, List.of()),
            ChatMessage.user("w")));
  }

  @Test
  void resultsFollowTheOrderOfTheirCalls() {
    assertEquals(
        "user:q;assistant:!id_a f{\"x\": 1}!id_b g{\"y\": 2};tool:1@id_a;tool:2@id_b;",
        render(
            CAPABLE,
            ChatMessage.user("q"),
            ChatMessage.assistant("", List.of(A, B)),
            ChatMessage.tool("id_b", "2"),
            message(Role.TOOL, MessageContent.of("1"))));
  }

  @Test
  void plainTemplatesGetAlternatingTextAndLoseNothing() {
    assertEquals(
        "u=s\n\nd\n\nq\n\nr;a=c\n\n{\"name\": \"f\", \"arguments\": {\"x\": 1}};"
            + "u=Result of f:\n1\n\nt;a=;u=pq;",
        render(
            PLAIN,
            ChatMessage.system("s"),
            message(Role.DEVELOPER, MessageContent.of("d")),
            ChatMessage.user("q"),
            ChatMessage.user("r"),
            ChatMessage.assistant("c", List.of(A)),
            ChatMessage.tool("id_a", "1"),
            ChatMessage.system("t"),
            ChatMessage.assistant(null, List.of()),
            message(Role.USER, parts("p", "q"))));
    assertEquals("u=;a=x;", render(PLAIN, ChatMessage.assistant("x", List.of())));
  }

  @Test
  void particularTemplatesGetObjectsShortIdsNamesAndOneCallAtATime() {
    assertEquals(
        "user:q;assistant:c;f(x=1)tool:1;<f000000001>assistant:;g(y=2)tool:2;<g000000002>",
        render(
            PARTICULAR,
            ChatMessage.user("q"),
            ChatMessage.assistant("c", List.of(A, B)),
            ChatMessage.tool("id_b", "2"),
            ChatMessage.tool("id_a", "1")));
    ToolCall broken = new ToolCall("id", "f", "no JSON");
    assertEquals(
        "user:q;assistant:;f(arguments=no JSON)tool:1;<f000000001>",
        render(
            PARTICULAR,
            ChatMessage.user("q"),
            ChatMessage.assistant(null, List.of(broken)),
            ChatMessage.tool("id", "1")));
  }

  @Test
  void toolsAreCompletedForTemplatesThatNeedIt() {
    String source =
        "{% for t in tools or [] %}{{ t.function.name + t.function.description }}"
            + "{{ t.function.parameters.properties|length }}{% endfor %}{{ messages[0].content }}";
    JsonObject bare =
        (JsonObject) JsonReader.read("{\"type\": \"function\", \"function\": {\"name\": \"f\"}}");
    TemplateInput input =
        new TemplateInput(
            List.of(ChatMessage.user("q")),
            List.of(new ToolDefinition("f", bare, JsonObject.EMPTY)),
            true,
            Map.of());
    SpecialTokens tokens = new SpecialTokens("", "");
    assertEquals("f0q", ChatTemplate.compile("test", source, tokens).render(input).text());
  }

  @Test
  void schemasThatFailAreSimplifiedAndOthersLeftAlone() {
    String source =
        "{% for t in tools or [] %}{{ t.function.description + '' }}"
            + "{% for n, p in t.function.parameters.properties.items() %}"
            + "{% if p.type not in ['string', 'array', 'object'] %}{{ raise_exception(n) }}"
            + "{% endif %}{{ n }}:{{ p.type }}{% if p.type == 'array' %}/{{ p['items'].type + '' }}"
            + "{% elif p.type == 'object' %}/{{ p.additionalProperties.type + '' }}{% endif %} "
            + "{% endfor %}{% endfor %}{{ messages[0].content }}";
    assertEquals(
        "any:string union:string list:array/string one:object/string q",
        declare(
            source,
            """
            {"name": "f", "description": null, "parameters": {"properties": {"any": true,
             "union": {"type": ["null", "string"]}, "list": {"items": {"enum": ["a"]}},
             "one": {"anyOf": [{"type": "null"}, {"properties": {"x": {}}}]}}}}"""));
    assertEquals(
        "Fs:string q",
        declare(
            source,
            """
            {"name": "f", "description": "F", "parameters": {"properties":
             {"s": {"type": "string"}}}}"""));
    assertEquals(
        "null q", declare("{{ (tools or [none])[0].function.x|tojson }} q", "{\"x\": null}"));
  }

  @Test
  void macrosThatNeverEndOnSchemasTheyDoNotKnowGetSimplerOnes() {
    String source =
        "{% macro type(p) %}{{ p.type if p.type else type(p) }}{% endmacro %}"
            + "{% for t in tools or [] %}{{ type(t.function.parameters.properties.x) }}{% endfor %}"
            + "{{ messages[0].content }}";
    String bare = "{\"name\": \"f\", \"parameters\": {\"properties\": {\"x\": {}}}}";
    assertEquals("stringq", declare(source, bare));
  }

  @Test
  void theFirstErrorIsToldIfSimplerSchemasFailAsWell() {
    String source =
        "{% for t in tools or [] %}"
            + "{{ raise_exception(t.function.parameters.properties.x.type or 'no type') }}"
            + "{% endfor %}{{ messages[0].content }}";
    String bare = "{\"name\": \"f\", \"parameters\": {\"properties\": {\"x\": {}}}}";
    TemplateException error = assertThrows(TemplateException.class, () -> declare(source, bare));
    assertTrue(error.getMessage().contains("no type"), error.getMessage());
  }

  private static String declare(String source, String function) {
    JsonObject declaration =
        (JsonObject) JsonReader.read("{\"type\": \"function\", \"function\": " + function + "}");
    TemplateInput input =
        new TemplateInput(
            List.of(ChatMessage.user("q")),
            List.of(new ToolDefinition("f", declaration, JsonObject.EMPTY)),
            true,
            Map.of());
    SpecialTokens tokens = new SpecialTokens("", "");
    return ChatTemplate.compile("test", source, tokens).render(input).text();
  }

  @Test
  void templatesThatRefuseEmptyTextsGetASpace() {
    String source =
        "{% for m in messages %}{% if not m.content %}{{ raise_exception('Empty.') }}{% endif %}"
            + "{{ m.content }};{% endfor %}";
    assertEquals(
        "q; ;r;",
        render(
            source,
            ChatMessage.user("q"),
            ChatMessage.assistant(null, List.of()),
            ChatMessage.user("r")));
  }

  @Test
  void turnsAreKeptWhereResultsOrNothingStandBetween() {
    assertEquals(
        "u=s;a=x;u=Result of tool:\n1;a=y;",
        render(
            PLAIN,
            ChatMessage.system("s"),
            ChatMessage.assistant("x", List.of()),
            ChatMessage.tool("id", "1"),
            ChatMessage.assistant("y", List.of())));
    String results =
        "{% set n = namespace(turn=0) %}{% for m in messages %}{% if m.role != 'tool' and not"
            + " m.tool_calls %}{% if (m.role == 'user') != (n.turn % 2 == 0) %}"
            + "{{ raise_exception('Roles must alternate.') }}{% endif %}{% set n.turn = n.turn + 1 %}"
            + "{% endif %}{{ m.role[0] }}={{ m.content }}{{ m.tool_calls }};{% endfor %}";
    assertEquals(
        "u=;a=x;t=1;u=;a=y;",
        render(
            results,
            ChatMessage.assistant("x", List.of()),
            ChatMessage.tool("id", "1"),
            ChatMessage.assistant("y", List.of())));
  }

  @Test
  void longConversationsTakeLinearTime() {
    ChatMessage message = ChatMessage.user("x".repeat(2_000));
    ChatMessage[] messages = Collections.nCopies(10_000, message).toArray(ChatMessage[]::new);
    ToolCall[] calls = Collections.nCopies(10_000, A).toArray(ToolCall[]::new);
    List<ChatMessage> exchange = new ArrayList<>();
    exchange.add(ChatMessage.assistant("", List.of(calls)));
    exchange.addAll(Collections.nCopies(10_000, ChatMessage.tool("other", "1")));
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          assertEquals(20_019_998 + 3, render(PLAIN, messages).length());
          render(CAPABLE, exchange.toArray(ChatMessage[]::new));
        });
  }

  @Test
  void probesSeeWhatTemplatesDo() {
    TemplateCapabilities plain = capabilities(PLAIN);
    assertFalse(plain.can(TemplateCapability.SYSTEM_ROLE));
    assertFalse(plain.can(TemplateCapability.TOOLS));
    assertFalse(plain.can(TemplateCapability.TOOL_CALLS));
    assertFalse(plain.can(TemplateCapability.NULL_CONTENT));
    assertEquals(List.of(), List.copyOf(plain.partRoles()));
    TemplateCapabilities capable = capabilities(CAPABLE);
    assertTrue(capable.can(TemplateCapability.SYSTEM_ANYWHERE));
    assertTrue(capable.can(TemplateCapability.TOOLS));
    assertTrue(capable.can(TemplateCapability.STRING_ARGUMENTS));
    assertTrue(capable.can(TemplateCapability.REASONING));
    assertFalse(plain.can(TemplateCapability.REASONING));
  }

  @Test
  void hostileTemplatesAreNotProbedForLong() {
    String loops = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}";
    assertEquals(TemplateCapabilities.UNKNOWN, capabilities(loops));
  }

  private static TemplateCapabilities capabilities(String source) {
    return ChatTemplate.compile("test", source, new SpecialTokens("", "")).capabilities();
  }
}
