package io.perilune.server.conversation;

import io.perilune.server.chat.ToolSelection;
import io.perilune.server.error.ApiException;
import io.perilune.server.json.Fields;
import io.perilune.toolcall.ToolChoice;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the tools of a request and the choice among them. */
public final class ToolReader {
  private ToolReader() {}

  /**
   * The tools of a request's body; none where it does not say.
   *
   * @throws ApiException naming the first field at fault
   */
  public static List<ToolDefinition> tools(Fields request) {
    List<ToolDefinition> tools = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Fields declaration : entries(request)) {
      ToolDefinition tool = tool(declaration);
      if (!names.add(tool.name())) {
        throw ApiException.invalid(
            declaration.path("function.name"),
            "Two tools have the name '" + tool.name() + "'; names must differ.");
      }
      tools.add(tool);
    }
    return tools;
  }

  /**
   * Where the schemas of tools stand in the body, by the tools' names.
   *
   * @param tools as {@link #tools} has read them
   */
  public static Map<String, String> schemaFields(List<ToolDefinition> tools) {
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i < tools.size(); i++) {
      fields.put(tools.get(i).name(), "tools[" + i + "].function.parameters");
    }
    return fields;
  }

  /**
   * The objects in {@code tools}, whatever they hold; none where there is no such field.
   *
   * @throws ApiException if it is anything else, or they are too many
   */
  public static List<Fields> entries(Fields request) {
    List<JsonValue> values = request.array("tools").orElse(List.of());
    if (values.size() > ConversationLimits.TOOLS_MAX) {
      throw request.wrong(
          "tools", "an array of at most " + ConversationLimits.TOOLS_MAX + " tools");
    }
    return Fields.ofAll(values, "tools");
  }

  private static ToolDefinition tool(Fields declaration) {
    if (!declaration.requireString("type").equals("function")) {
      throw declaration.wrong("type", "'function'");
    }
    Fields function =
        declaration
            .object("function")
            .orElseThrow(() -> declaration.wrong("function", "an object"));
    String name = name(function);
    function.string("description");
    function.bool("strict");
    JsonValue.JsonObject parameters =
        function.object("parameters").map(Fields::object).orElse(JsonValue.JsonObject.EMPTY);
    return new ToolDefinition(name, declaration.object(), parameters);
  }

  /**
   * The name of a tool, in the field {@code name}.
   *
   * @throws ApiException if it is missing or not fit for one
   */
  public static String name(Fields tool) {
    String name = tool.requireString("name");
    if (!isToolName(name)) {
      throw tool.wrong(
          "name",
          "1 to "
              + ConversationLimits.TOOL_NAME_CHARS_MAX
              + " letters, digits and the characters _ - . : /");
    }
    return name;
  }

  private static boolean isToolName(String name) {
    return !name.isEmpty()
        && name.length() <= ConversationLimits.TOOL_NAME_CHARS_MAX
        && name.codePoints().allMatch(ToolReader::isToolNameCharacter);
  }

  /** Beyond the API's own rule: dots, colons and slashes, which tool servers use in their names. */
  private static boolean isToolNameCharacter(int c) {
    return Character.isLetterOrDigit(c) || "_-.:/".indexOf(c) >= 0;
  }

  /**
   * The choice among the tools; automatic where the body does not say.
   *
   * @throws ApiException if there is no such tool, or no tool at all where one must be called
   */
  public static ToolSelection selection(Fields request, List<ToolDefinition> tools) {
    Optional<JsonValue> value = request.value("tool_choice");
    if (value.isEmpty()) {
      return ToolSelection.all(new ToolChoice.Auto(), tools);
    }
    ToolSelection selection =
        switch (value.get()) {
          case JsonValue.JsonString(String word) ->
              ToolSelection.all(mode(word).orElseThrow(() -> unknownChoice(request)), tools);
          case JsonValue.JsonObject object -> selected(new Fields(object, "tool_choice"), tools);
          default -> throw unknownChoice(request);
        };
    if (selection.forced() && selection.allowed().isEmpty()) {
      throw ApiException.invalid(
          "tool_choice", "tool_choice asks for a call, but the request has no tools.");
    }
    return selection;
  }

  /** The choice that a word stands for: {@code auto}, {@code none} or {@code required}. */
  public static Optional<ToolChoice> mode(String word) {
    return Optional.ofNullable(
        switch (word) {
          case "auto" -> new ToolChoice.Auto();
          case "none" -> new ToolChoice.None();
          case "required" -> new ToolChoice.Required();
          default -> null;
        });
  }

  private static ToolSelection selected(Fields choice, List<ToolDefinition> tools) {
    Optional<Fields> subset = choice.object("allowed_tools");
    if (subset.isPresent()) {
      return allowed(subset.get(), tools);
    }
    ToolDefinition tool = byName(choice, tools);
    return ToolSelection.all(new ToolChoice.Named(tool.name()), tools);
  }

  private static ToolSelection allowed(Fields subset, List<ToolDefinition> tools) {
    ToolChoice choice =
        mode(subset.string("mode").orElse("auto"))
            .filter(mode -> !(mode instanceof ToolChoice.None))
            .orElseThrow(() -> subset.wrong("mode", "'auto' or 'required'"));
    List<JsonValue> entries =
        subset.array("tools").orElseThrow(() -> subset.wrong("tools", "an array"));
    Set<ToolDefinition> named = new HashSet<>();
    for (int i = 0; i < entries.size(); i++) {
      named.add(byName(Fields.of(entries.get(i), subset.path("tools[" + i + "]")), tools));
    }
    if (named.isEmpty()) {
      throw subset.wrong("tools", "an array of at least one tool");
    }
    List<ToolDefinition> allowed = tools.stream().filter(named::contains).toList();
    return new ToolSelection(choice, allowed, allowed.size() < tools.size());
  }

  /** The tool that an object of a choice names. */
  private static ToolDefinition byName(Fields choice, List<ToolDefinition> tools) {
    Fields function =
        choice.object("function").orElseThrow(() -> choice.wrong("function", "an object"));
    String name = function.requireString("name");
    return tools.stream()
        .filter(tool -> tool.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                ApiException.invalid(
                    "tool_choice",
                    "tool_choice names '"
                        + ApiException.printable(name)
                        + "', which is not in tools."));
  }

  private static ApiException unknownChoice(Fields request) {
    return request.wrong("tool_choice", "'auto', 'none', 'required' or a function");
  }
}
