package io.perilune.toolcall.testkit;

import io.perilune.toolcall.EndCause;
import io.perilune.toolcall.GeneratedMessage;
import io.perilune.toolcall.MessageContent;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolCall;
import io.perilune.toolcall.ToolChoice;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonArray;
import io.perilune.toolcall.json.JsonValue.JsonBoolean;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonValue.JsonString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a model wrote, and the one message that it means. A file of cases has one JSON object a
 * line:
 *
 * <ul>
 *   <li>{@code name}: unique in the file; {@code description}, {@code notes}: for people
 *   <li>{@code tools}: the tools offered, as in an OpenAI request
 *   <li>{@code reasoning}: whether think tags open and close reasoning (default false)
 *   <li>{@code input}: the output as text, control tokens by their names; or {@code pieces}: arrays
 *       of a text and whether it is one control token
 *   <li>{@code options}, all optional: {@code tool_choice} as in an OpenAI request, {@code
 *       parallel_tool_calls} (default true), {@code think_open} (the prompt ended in an open think
 *       tag), {@code stop} ({@code eos} or {@code length}), {@code used_ids} (ids of the calls
 *       already in the conversation)
 *   <li>{@code expected}: {@code content} (null if none), {@code reasoning_content} (null if none),
 *       {@code finish_reason}, {@code tool_calls}: objects with {@code name}, {@code arguments} (an
 *       object where the argument text must be JSON of that value, otherwise the exact text), and
 *       {@code id} (null where any unused one will do)
 * </ul>
 *
 * @param json the record
 */
public record ToolCallCase(JsonObject json) {
  /**
   * Reads a file of cases; blank lines are skipped.
   *
   * @throws io.perilune.toolcall.json.JsonException if a line is not JSON
   */
  public static List<ToolCallCase> readAll(Path file) throws IOException {
    return readAll(Files.readString(file));
  }

  /** Reads cases from a resource beside a class. */
  public static List<ToolCallCase> readResource(Class<?> beside, String name) throws IOException {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("There is no resource " + name + " beside " + beside.getName() + ".");
      }
      return readAll(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static List<ToolCallCase> readAll(String lines) {
    return lines
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> new ToolCallCase((JsonObject) JsonReader.read(line)))
        .toList();
  }

  /** What the case is called. */
  public String name() {
    return string(json, "name").orElse("unnamed");
  }

  /** The output as text, if it is given so. */
  public Optional<String> input() {
    return string(json, "input");
  }

  /** The output in pieces, if it is given so. */
  public Optional<Pieces> pieces() {
    if (!(json.get("pieces") instanceof JsonArray(List<JsonValue> pieces))) {
      return Optional.empty();
    }
    return Optional.of(new Pieces(pieces.stream().map(ToolCallCase::piece).toList()));
  }

  /** The output with each of these control tokens as one piece. */
  public Pieces tokens(List<String> controlTokens) {
    return pieces().orElseGet(() -> Pieces.tokens(input().orElseThrow(), controlTokens));
  }

  /** The request's facts. */
  public ParseContext context(boolean markersAreTokens) {
    return new ParseContext(
        elements(json, "tools").stream().map(ToolCallCase::tool).toList(),
        toolChoice(),
        flag(options(), "parallel_tool_calls", true),
        flag(json, "reasoning", false) || flag(options(), "reasoning", false),
        flag(options(), "think_open", false),
        markersAreTokens,
        usedIds());
  }

  /** How the output ended. */
  public EndCause endCause() {
    return string(options(), "stop").orElse("").equals("length") ? EndCause.LENGTH : EndCause.STOP;
  }

  /** What is wrong with a message, if anything. */
  public Optional<String> mismatch(GeneratedMessage actual) {
    JsonObject expected = object(json, "expected");
    String content =
        actual.message().contentIfPresent().map(MessageContent::plainText).orElse(null);
    String reason = actual.finishReason().name().toLowerCase(Locale.ROOT);
    boolean same =
        string(expected, "content").equals(Optional.ofNullable(content))
            && string(expected, "reasoning_content")
                .equals(Optional.ofNullable(actual.message().reasoning()))
            && string(expected, "finish_reason").equals(Optional.of(reason))
            && sameCalls(elements(expected, "tool_calls"), actual.message().toolCalls());
    return same ? Optional.empty() : Optional.of("expected " + expected + "\n     got " + actual);
  }

  private static boolean sameCalls(List<JsonObject> expected, List<ToolCall> actual) {
    if (expected.size() != actual.size()) {
      return false;
    }
    for (int i = 0; i < actual.size(); i++) {
      JsonObject call = expected.get(i);
      Optional<String> id = string(call, "id");
      if (id.isPresent() && !id.get().equals(actual.get(i).id())
          || !string(call, "name").equals(Optional.of(actual.get(i).name()))
          || !sameArguments(call.get("arguments"), actual.get(i).arguments())) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameArguments(JsonValue expected, String actual) {
    return expected instanceof JsonString(String raw)
        ? raw.equals(actual)
        : JsonReader.tryRead(actual).filter(expected::equals).isPresent();
  }

  private static Pieces.Piece piece(JsonValue piece) {
    if (piece instanceof JsonArray(List<JsonValue> parts)
        && parts.size() == 2
        && parts.get(0) instanceof JsonString(String text)
        && parts.get(1) instanceof JsonBoolean(boolean control)) {
      return new Pieces.Piece(text, control);
    }
    throw new IllegalArgumentException("A piece is an array of a text and a flag, not " + piece);
  }

  private static ToolDefinition tool(JsonObject declaration) {
    JsonObject function = object(declaration, "function");
    return new ToolDefinition(
        string(function, "name").orElseThrow(), declaration, object(function, "parameters"));
  }

  private ToolChoice toolChoice() {
    if (options().get("tool_choice") instanceof JsonObject named) {
      return new ToolChoice.Named(string(object(named, "function"), "name").orElseThrow());
    }
    return switch (string(options(), "tool_choice").orElse("auto")) {
      case "none" -> new ToolChoice.None();
      case "required" -> new ToolChoice.Required();
      default -> new ToolChoice.Auto();
    };
  }

  private Set<String> usedIds() {
    Set<String> ids = new HashSet<>();
    if (options().get("used_ids") instanceof JsonArray(List<JsonValue> values)) {
      values.forEach(value -> ids.add(((JsonString) value).value()));
    }
    return ids;
  }

  private JsonObject options() {
    return object(json, "options");
  }

  private static JsonObject object(JsonObject parent, String name) {
    return parent.get(name) instanceof JsonObject object ? object : JsonObject.EMPTY;
  }

  private static List<JsonObject> elements(JsonObject parent, String name) {
    return parent.get(name) instanceof JsonArray(List<JsonValue> values)
        ? values.stream().map(JsonObject.class::cast).toList()
        : List.of();
  }

  private static Optional<String> string(JsonObject parent, String name) {
    return parent.get(name) instanceof JsonString(String text)
        ? Optional.of(text)
        : Optional.empty();
  }

  private static boolean flag(JsonObject parent, String name, boolean otherwise) {
    return parent.get(name) instanceof JsonBoolean(boolean value) ? value : otherwise;
  }
}
