package io.perilune.toolcall.testkit;

import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolChoice;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The requests that random outputs answer. */
final class Requests {
  static final String TOOL = "read_file";
  static final String OTHER_TOOL = "Bash-2.run";
  static final String ARGUMENT = "path";

  private static final List<ToolDefinition> TOOLS =
      List.of(
          tool(
              TOOL,
              """
              {"type": "object", "required": ["path"], "properties":
                {"path": {"type": "string"}, "limit": {"type": ["integer", "null"]}, "any": {}}}\
              """),
          tool(OTHER_TOOL, "{\"type\": \"object\"}"));
  private static final List<String> WORDS =
      List.of("Well", "I", "see", "what", "5 < 6", "é", "the file.", "Then,", "\n\n", "\"so\"");

  private Requests() {}

  static ParseContext plain(boolean markersAreTokens) {
    return new ParseContext(
        TOOLS, new ToolChoice.Auto(), true, false, false, markersAreTokens, Set.of());
  }

  static ParseContext withChoice(ToolChoice choice) {
    return new ParseContext(TOOLS, choice, true, false, false, true, Set.of());
  }

  /** Any request. */
  static ParseContext random(Random random) {
    ToolChoice choice = random.nextInt(4) == 0 ? new ToolChoice.None() : new ToolChoice.Auto();
    boolean reasoning = random.nextBoolean();
    return new ParseContext(
        random.nextInt(8) == 0 ? List.of() : TOOLS,
        choice,
        random.nextInt(4) > 0,
        reasoning,
        reasoning && random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean() ? Set.of("call_0", "functions." + TOOL + ":0") : Set.of());
  }

  static boolean isOffered(String name) {
    return TOOLS.stream().anyMatch(tool -> tool.name().equals(name));
  }

  /** A few words that are no call and begin none. */
  static String words(Random random) {
    StringBuilder words = new StringBuilder();
    for (int count = random.nextInt(6); count > 0; count--) {
      words.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
    }
    return words.toString();
  }

  private static ToolDefinition tool(String name, String schema) {
    JsonObject parameters = (JsonObject) JsonReader.read(schema);
    JsonObject declaration =
        (JsonObject)
            JsonReader.read(
                "{\"type\": \"function\", \"function\": {\"name\": \""
                    + name
                    + "\", \"parameters\": "
                    + schema
                    + "}}");
    return new ToolDefinition(name, declaration, parameters);
  }
}
