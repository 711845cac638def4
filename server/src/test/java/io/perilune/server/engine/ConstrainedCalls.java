package io.perilune.server.engine;

import io.perilune.inference.engine.Origin;
import io.perilune.server.chat.ChatGeneration;
import io.perilune.server.chat.ChatPipeline;
import io.perilune.server.chat.ChatRequest;
import io.perilune.server.chat.Completion;
import io.perilune.server.chat.ContentFormat;
import io.perilune.server.chat.RequestFields;
import io.perilune.server.chat.SamplingSettings;
import io.perilune.server.chat.ServedModel;
import io.perilune.server.chat.ToolSelection;
import io.perilune.server.config.PeriluneConfig;
import io.perilune.server.constraint.schema.Validity;
import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.FinishReason;
import io.perilune.toolcall.GeneratedMessage;
import io.perilune.toolcall.MessageContent;
import io.perilune.toolcall.MessageFolder;
import io.perilune.toolcall.ToolCall;
import io.perilune.toolcall.ToolChoice;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonValue.JsonString;
import io.perilune.toolcall.json.JsonWriter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;

/** Has a model call tools of generated schemas, by force, and looks at what comes out. */
final class ConstrainedCalls {
  private static final int TOKENS_MAX = 2_000;
  private static final int CONTEXT = 8_192;

  /** A context in which nested arguments find room, whatever blanks a model writes between. */
  private static final int ROOMY = 4_096;

  private final ServedModel model;
  private final boolean severalCalls;

  /**
   * Asks a model.
   *
   * @param severalCalls whether it is sometimes allowed more than one call; a model of random
   *     weights may find no end then
   */
  ConstrainedCalls(ServedModel model, boolean severalCalls) {
    this.model = model;
    this.severalCalls = severalCalls;
  }

  /** Loads a model file, or the embedded model. */
  static ServedModel load(Optional<Path> file) {
    return load(file, Map.of());
  }

  /** Loads a model file, or the embedded model, with some values of configuration keys. */
  static ServedModel load(Optional<Path> file, Map<String, String> values) {
    SmallRyeConfigBuilder settings =
        new SmallRyeConfigBuilder()
            .withMapping(PeriluneConfig.class)
            .withConverter(Path.class, 200, text -> text.isEmpty() ? null : Path.of(text))
            .withConverter(Duration.class, 200, text -> Duration.parse("PT" + text))
            .withDefaultValue("perilune.ctx-size", Integer.toString(CONTEXT))
            .withDefaultValue("perilune.parallel", "1");
    file.ifPresent(path -> settings.withDefaultValue("perilune.model", path.toString()));
    values.forEach(settings::withDefaultValue);
    PeriluneConfig config = settings.build().getConfigMapping(PeriluneConfig.class);
    return new LocalModelSource(config).load(done -> {});
  }

  /** Asks for calls of two generated tools; what is wrong with the answer, or nothing. */
  Optional<String> problem(long seed, double temperature) throws InterruptedException {
    return problem(List.of(ChatMessage.user("Hi")), seed, temperature);
  }

  /** The same after other messages than a greeting. */
  Optional<String> problem(List<ChatMessage> messages, long seed, double temperature)
      throws InterruptedException {
    Random random = new Random(seed);
    boolean roomy = model.contextLength() >= ROOMY;
    BoundedSchemas schemas = new BoundedSchemas(random, roomy ? 2 : 1);
    List<ToolDefinition> tools =
        List.of(tool("get_weather", schemas.arguments()), tool("mcp-x.read", schemas.arguments()));
    ToolChoice choice =
        random.nextInt(4) == 0 ? new ToolChoice.Named("mcp-x.read") : new ToolChoice.Required();
    boolean parallel = severalCalls && random.nextInt(3) == 0;
    GeneratedMessage answer = answer(request(messages, tools, choice, parallel, seed, temperature));
    if (onlyThought(answer)) {
      return Optional.empty();
    }
    int before = messages.stream().mapToInt(message -> message.toolCalls().size()).sum();
    return problem(answer, before, tools, choice, parallel)
        .map(text -> "seed " + seed + ": " + text + " in " + answer);
  }

  /** A model of random weights may think until its tokens are used up. */
  private static boolean onlyThought(GeneratedMessage answer) {
    return answer.finishReason() == FinishReason.LENGTH
        && answer.message().reasoning() != null
        && new MessageContent.Text("").equals(answer.message().content())
        && answer.message().toolCalls().isEmpty();
  }

  private GeneratedMessage answer(ChatRequest request) throws InterruptedException {
    try (ChatGeneration generation = ChatPipeline.start(model, request, Origin.UNKNOWN)) {
      MessageFolder folder = new MessageFolder();
      Completion completion = generation.run(folder, () -> {}, Duration.ofSeconds(1));
      return folder.message(completion.reason());
    }
  }

  private static ChatRequest request(
      List<ChatMessage> messages,
      List<ToolDefinition> tools,
      ToolChoice choice,
      boolean parallel,
      long seed,
      double temperature) {
    SamplingSettings sampling =
        new SamplingSettings(
            OptionalDouble.of(temperature),
            OptionalInt.of(0),
            OptionalDouble.of(1),
            OptionalDouble.of(0),
            OptionalLong.of(seed));
    return new ChatRequest(
        new RequestFields("messages", Map.of()),
        messages,
        "",
        // A prompt without tools is short, and the constraint alone knows what they are.
        List.of(),
        ToolSelection.all(choice, tools),
        new ContentFormat.AnyText(),
        Map.of(),
        parallel,
        OptionalInt.of(TOKENS_MAX),
        sampling,
        List.of());
  }

  private Optional<String> problem(
      GeneratedMessage answer,
      int callsBefore,
      List<ToolDefinition> tools,
      ToolChoice choice,
      boolean parallel) {
    List<ToolCall> calls = answer.message().toolCalls();
    List<String> problems = new ArrayList<>();
    if (answer.finishReason() != FinishReason.TOOL_CALLS || calls.isEmpty()) {
      problems.add("no calls");
    }
    if (answer.message().contentIfPresent().isPresent()) {
      problems.add("content");
    }
    if (!parallel && calls.size() > 1) {
      problems.add("more than one call");
    }
    for (int i = 0; i < calls.size(); i++) {
      ToolCall call = calls.get(i);
      if (!call.id().equals(id(call.name(), callsBefore + i))) {
        problems.add("the id " + call.id());
      }
      if (choice instanceof ToolChoice.Named(String name) && !call.name().equals(name)) {
        problems.add("the name " + call.name());
      }
      tools.stream()
          .filter(tool -> tool.name().equals(call.name()))
          .findFirst()
          .map(
              tool ->
                  Validity.against(JsonWriter.compact(tool.parameters())).problem(call.arguments()))
          .filter(text -> !text.isEmpty())
          .ifPresent(problems::add);
    }
    return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
  }

  /** The id of a conversation's call of this number. */
  private String id(String name, int number) {
    return model.format().id().equals("hermes")
        ? "call_" + number
        : "functions." + name + ":" + number;
  }

  private static ToolDefinition tool(String name, String schema) {
    JsonObject parameters = (JsonObject) JsonReader.read(schema);
    JsonObject function =
        new JsonObject(
            Map.<String, JsonValue>of("name", new JsonString(name), "parameters", parameters));
    JsonObject declaration =
        new JsonObject(
            Map.<String, JsonValue>of("type", new JsonString("function"), "function", function));
    return new ToolDefinition(name, declaration, parameters);
  }
}
