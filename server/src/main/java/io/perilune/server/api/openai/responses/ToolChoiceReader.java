package io.perilune.server.api.openai.responses;

import io.perilune.server.chat.ToolSelection;
import io.perilune.server.conversation.ToolReader;
import io.perilune.server.error.ApiException;
import io.perilune.server.json.Fields;
import io.perilune.toolcall.ToolChoice;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonValue;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code tool_choice}. */
final class ToolChoiceReader {
  private static final String FIELD = "tool_choice";

  private final OfferedTools offered;
  private final List<ToolDefinition> tools;

  private ToolChoiceReader(OfferedTools offered) {
    this.offered = offered;
    this.tools = offered.definitions();
  }

  /**
   * The choice among the tools; automatic where the body does not say. Tools that are not run here
   * cannot be called; the answer then does without.
   *
   * @throws ApiException if there is no such tool, or no tool at all where one must be called
   */
  static ToolSelection read(Fields body, OfferedTools offered) {
    ToolChoiceReader reader = new ToolChoiceReader(offered);
    Optional<JsonValue> given = body.value(FIELD);
    if (given.isEmpty()) {
      return reader.all(new ToolChoice.Auto());
    }
    ToolSelection selection =
        switch (given.get()) {
          case JsonValue.JsonString(String word) ->
              reader.all(ToolReader.mode(word).orElseThrow(() -> unknown(body)));
          case JsonValue.JsonObject object -> reader.selected(new Fields(object, FIELD));
          default -> throw unknown(body);
        };
    if (!selection.forced() || !selection.allowed().isEmpty()) {
      return selection;
    }
    if (offered.ignoresAll()) {
      return reader.all(new ToolChoice.Auto());
    }
    throw ApiException.invalid(FIELD, FIELD + " asks for a call, but the request has no tools.");
  }

  private ToolSelection all(ToolChoice choice) {
    return ToolSelection.all(choice, tools);
  }

  private ToolSelection selected(Fields choice) {
    String type = choice.requireString("type");
    return switch (type) {
      case "function", "custom" -> all(new ToolChoice.Named(byName(choice).name()));
      case "allowed_tools" -> allowed(choice);
      default -> {
        if (offered.ignores(type)) {
          yield all(new ToolChoice.Auto());
        }
        throw ApiException.invalid(
            choice.path("type"),
            choice.path("type")
                + " is '"
                + ApiException.printable(type)
                + "', and no tool of this type is in tools.");
      }
    };
  }

  private ToolSelection allowed(Fields choice) {
    ToolChoice mode =
        ToolReader.mode(choice.string("mode").orElse("auto"))
            .filter(word -> !(word instanceof ToolChoice.None))
            .orElseThrow(() -> choice.wrong("mode", "'auto' or 'required'"));
    List<JsonValue> entries =
        choice
            .array("tools")
            .filter(list -> !list.isEmpty())
            .orElseThrow(() -> choice.wrong("tools", "an array of at least one tool"));
    Set<ToolDefinition> named = new HashSet<>();
    for (Fields entry : Fields.ofAll(entries, choice.path("tools"))) {
      if (!offered.ignores(entry.requireString("type"))) {
        named.add(byName(entry));
      }
    }
    if (named.isEmpty()) {
      return all(new ToolChoice.None());
    }
    List<ToolDefinition> allowed = tools.stream().filter(named::contains).toList();
    return new ToolSelection(mode, allowed, allowed.size() < tools.size());
  }

  private ToolDefinition byName(Fields choice) {
    String name = ClientTool.modelName(choice.string("namespace"), choice.requireString("name"));
    return tools.stream()
        .filter(tool -> tool.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                ApiException.invalid(
                    FIELD,
                    FIELD
                        + " names '"
                        + ApiException.printable(name)
                        + "', which is not in tools."));
  }

  private static ApiException unknown(Fields body) {
    return body.wrong(FIELD, "'auto', 'none', 'required' or an object with a type");
  }
}
