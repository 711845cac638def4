package io.perilune.template;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.perilune.template.oracle.OracleFolder;
import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.ContentPart;
import io.perilune.toolcall.MessageContent;
import io.perilune.toolcall.Role;
import io.perilune.toolcall.ToolCall;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Renders tool conversations, as they are after normalisation, by every template that is there. */
class MultiturnOracleTest {
  private static final SpecialTokens TOKENS = new SpecialTokens("[BOS]", "[EOS]");

  private int checked;
  private final List<String> mismatches = new ArrayList<>();

  @Test
  void rendersToolConversationsByteForByte() throws IOException {
    Path templates = OracleFolder.require("jinja/templates");
    try (Stream<Path> files = Files.walk(OracleFolder.require("toolcall"))) {
      for (Path file : files.filter(f -> f.endsWith("multiturn.json")).toList()) {
        for (JsonNode conversation : OracleFolder.read(file).get("conversations")) {
          check(conversation, templates);
        }
      }
    }
    System.out.println(
        "multiturn: " + checked + " records checked / " + mismatches.size() + " mismatches");
    assertTrue(checked > 0);
    assertTrue(mismatches.isEmpty(), () -> String.join("\n", mismatches));
  }

  private void check(JsonNode conversation, Path templates) {
    JsonNode prompts = conversation.get("normalized_prompts");
    for (Map.Entry<String, JsonNode> prompt : prompts.properties()) {
      Path template = templates.resolve(prompt.getKey());
      if (!Files.exists(template)) {
        continue;
      }
      checked++;
      TemplateInput input =
          new TemplateInput(
              list(conversation.get("normalized_messages")).map(this::message).toList(),
              list(conversation.get("tools")).map(this::tool).toList(),
              true,
              Map.of());
      String actual =
          ChatTemplate.compile(prompt.getKey(), OracleFolder.text(template), TOKENS)
              .render(input)
              .text();
      if (!actual.equals(prompt.getValue().asText())) {
        mismatches.add(
            conversation.get("name").asText()
                + " by "
                + prompt.getKey()
                + "\n expected "
                + prompt.getValue().asText()
                + "\n got      "
                + actual);
      }
    }
  }

  private static Stream<JsonNode> list(JsonNode node) {
    List<JsonNode> elements = new ArrayList<>();
    if (node != null) {
      node.forEach(elements::add);
    }
    return elements.stream();
  }

  private ToolDefinition tool(JsonNode node) {
    JsonObject declaration = (JsonObject) JsonReader.read(node.toString());
    JsonValue parameters = ((JsonObject) declaration.get("function")).get("parameters");
    return new ToolDefinition(
        node.at("/function/name").asText(),
        declaration,
        parameters instanceof JsonObject object ? object : JsonObject.EMPTY);
  }

  private ChatMessage message(JsonNode node) {
    Role role =
        Arrays.stream(Role.values())
            .filter(r -> r.wireName().equals(node.get("role").asText()))
            .findFirst()
            .orElseThrow();
    return new ChatMessage(
        role,
        node.hasNonNull("name") ? node.get("name").asText() : null,
        content(node.get("content")),
        node.hasNonNull("reasoning_content") ? node.get("reasoning_content").asText() : null,
        list(node.get("tool_calls")).map(this::call).toList(),
        node.hasNonNull("tool_call_id") ? node.get("tool_call_id").asText() : null);
  }

  private MessageContent content(JsonNode node) {
    if (node == null || node.isNull()) {
      return null;
    }
    if (node.isTextual()) {
      return MessageContent.of(node.asText());
    }
    return new MessageContent.Parts(
        list(node)
            .<ContentPart>map(part -> new ContentPart.Text(part.get("text").asText()))
            .toList());
  }

  private ToolCall call(JsonNode node) {
    JsonNode arguments = node.at("/function/arguments");
    String text =
        arguments.isTextual()
            ? arguments.asText()
            : JsonWriter.spaced(JsonReader.read(arguments.toString()));
    return new ToolCall(node.get("id").asText(), node.at("/function/name").asText(), text);
  }
}
