package io.perilune.server.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Folds the chunks of a streamed chat completion to the completion that they make. */
final class StreamFold {
  private static final String END = "[DONE]";
  private static final String DATA = "data:";

  private final ObjectNode completion = Json.object();
  private final StringBuilder content = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();

  /** By the index that the chunks name, in the order in which they begin. */
  private final Map<Integer, Call> calls = new LinkedHashMap<>();

  private String finishReason = "";
  private boolean ended;

  private StreamFold() {}

  /** A call in the making; the first identifier and the last name count. */
  private static final class Call {
    private String id = "";
    private String name = "";
    private final StringBuilder arguments = new StringBuilder();
  }

  /**
   * Folds.
   *
   * @param stream a whole body of server-sent events
   * @param model the model's name for the completion
   * @throws FailureException if the stream is no completion, reports an error, or ends before its
   *     time
   */
  static ObjectNode fold(String stream, String model) throws FailureException {
    StreamFold fold = new StreamFold();
    StringBuilder data = new StringBuilder();
    for (String line : (Iterable<String>) stream.lines()::iterator) {
      if (line.isEmpty()) {
        fold.accept(data.toString());
        data.setLength(0);
      } else if (line.startsWith(DATA)) {
        data.append(data.isEmpty() ? "" : "\n").append(line.substring(DATA.length()).strip());
      }
    }
    fold.accept(data.toString());
    return fold.completion(model);
  }

  private void accept(String data) throws FailureException {
    if (data.isEmpty() || ended) {
      return;
    }
    if (data.equals(END)) {
      ended = true;
      return;
    }
    JsonNode chunk;
    try {
      chunk = Json.read(data);
    } catch (JsonProcessingException e) {
      throw new FailureException(Failure.brokenOff("an event is not JSON"));
    }
    if (chunk.hasNonNull("error")) {
      throw new FailureException(Failure.reported(Json.line(chunk)));
    }
    for (String name : new String[] {"id", "created", "usage"}) {
      if (chunk.hasNonNull(name)) {
        completion.set(name, chunk.get(name));
      }
    }
    JsonNode choice = chunk.path("choices").path(0);
    add(choice.path("delta"));
    String reason = Json.text(choice, "finish_reason");
    finishReason = reason.isEmpty() ? finishReason : reason;
  }

  private void add(JsonNode delta) {
    content.append(Json.text(delta, "content"));
    reasoning.append(Json.text(delta, "reasoning_content"));
    for (JsonNode part : delta.path("tool_calls")) {
      Call call = calls.computeIfAbsent(part.path("index").asInt(0), index -> new Call());
      JsonNode function = part.path("function");
      call.id = call.id.isEmpty() ? Json.text(part, "id") : call.id;
      String name = Json.text(function, "name");
      call.name = name.isEmpty() ? call.name : name;
      call.arguments.append(Json.text(function, "arguments"));
    }
  }

  private ObjectNode completion(String model) throws FailureException {
    if (finishReason.isEmpty() && !ended) {
      throw new FailureException(Failure.brokenOff("the stream has no end"));
    }
    completion.put("object", "chat.completion").put("model", model);
    ObjectNode choice = completion.putArray("choices").addObject().put("index", 0);
    ObjectNode message = choice.putObject("message").put("role", "assistant");
    message.put("content", content.toString());
    if (!reasoning.isEmpty()) {
      message.put("reasoning_content", reasoning.toString());
    }
    if (calls.isEmpty()) {
      message.putNull("tool_calls");
    } else {
      ArrayNode made = message.putArray("tool_calls");
      calls.values().forEach(call -> write(call, made.addObject()));
    }
    choice.put("finish_reason", finishReason.isEmpty() ? "stop" : finishReason);
    return completion;
  }

  private static void write(Call call, ObjectNode made) {
    made.put("id", call.id).put("type", "function");
    made.putObject("function").put("name", call.name).put("arguments", call.arguments.toString());
  }
}
