package io.perilune.server.api.openai.responses;

import io.perilune.server.conversation.FunctionDeclaration;
import io.perilune.server.conversation.ToolReader;
import io.perilune.server.error.ApiException;
import io.perilune.server.json.Fields;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tools of a request. */
final class OfferedTools {
  private static final int TOOLS_IN_NAMESPACE_MAX = 1_024;

  private final List<ToolDefinition> definitions = new ArrayList<>();
  private final Map<String, ClientTool> byModelName = new LinkedHashMap<>();
  private final Map<String, String> schemaFields = new HashMap<>();
  private final Set<String> ignoredTypes = new HashSet<>();

  private OfferedTools() {}

  /**
   * Reads {@code tools}; none where it is absent. Those that OpenAI's own service would run are
   * ignored.
   *
   * @throws ApiException naming the first field at fault
   */
  static OfferedTools read(Fields body) {
    OfferedTools offered = new OfferedTools();
    for (Fields tool : ToolReader.entries(body)) {
      if (tool.requireString("type").equals("namespace")) {
        offered.addNamespace(tool);
      } else {
        offered.add(null, "", tool);
      }
    }
    return offered;
  }

  /** The tools as the model is told of them. */
  List<ToolDefinition> definitions() {
    return List.copyOf(definitions);
  }

  /** Where the tools' schemas stand in the body, by the names that the model calls them. */
  Map<String, String> schemaFields() {
    return schemaFields;
  }

  /** The tool that the model calls by a name; a plain function if there is none. */
  ClientTool byModelName(String name) {
    ClientTool tool = byModelName.get(name);
    return tool == null ? new ClientTool(null, name, false) : tool;
  }

  /** Whether tools of a type were offered that are not run here. */
  boolean ignores(String type) {
    return ignoredTypes.contains(type);
  }

  /** Whether nothing was offered but tools that are not run here. */
  boolean ignoresAll() {
    return definitions.isEmpty() && !ignoredTypes.isEmpty();
  }

  private void addNamespace(Fields namespace) {
    String name = ToolReader.name(namespace);
    List<JsonValue> tools =
        namespace.array("tools").orElseThrow(() -> namespace.wrong("tools", "an array of tools"));
    if (tools.size() > TOOLS_IN_NAMESPACE_MAX) {
      throw namespace.wrong("tools", "an array of at most " + TOOLS_IN_NAMESPACE_MAX + " tools");
    }
    // The model reads it once, before what it reads of the first tool.
    String preface = namespace.string("description").map(text -> text + "\n\n").orElse("");
    for (Fields tool : Fields.ofAll(tools, namespace.path("tools"))) {
      add(name, preface, tool);
      preface = "";
    }
  }

  private void add(String namespace, String preface, Fields tool) {
    String type = tool.requireString("type");
    boolean custom = type.equals("custom");
    if (!custom && !type.equals("function")) {
      ignoredTypes.add(type);
      return;
    }
    ClientTool known = new ClientTool(namespace, ToolReader.name(tool), custom);
    if (byModelName.put(known.modelName(), known) != null) {
      throw ApiException.invalid(
          tool.path("name"),
          "Two tools have the name '" + known.modelName() + "'; names must differ.");
    }
    schemaFields.put(known.modelName(), tool.path("parameters"));
    String description =
        custom ? CustomTool.description(tool) : tool.string("description").orElse("");
    definitions.add(
        FunctionDeclaration.of(
            known.modelName(),
            Optional.of(preface + description).filter(text -> !text.isEmpty()),
            custom ? CustomTool.PARAMETERS : parameters(tool),
            custom ? Optional.empty() : tool.bool("strict")));
  }

  private static JsonObject parameters(Fields tool) {
    return tool.object("parameters").map(Fields::object).orElse(JsonObject.EMPTY);
  }
}
