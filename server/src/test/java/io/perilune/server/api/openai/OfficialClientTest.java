package io.perilune.server.api.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.ToolChoiceOptions;
import io.perilune.server.ScriptedServer;
import io.perilune.server.engine.DemoModelTest;
import io.perilune.server.engine.ModelHost;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The demonstration model behind OpenAI's own client for Java. */
@QuarkusTest
@TestProfile(DemoModelTest.LocalEngineProfile.class)
class OfficialClientTest {
  private static final String MODEL = "perilune-demo";
  private static final String QUESTION = "What is the weather in Paris?";
  private static final String WEATHER = "{\"temperature\": 21, \"sky\": \"clear\"}";
  private static final String DESCRIPTION = "Get the weather of a city";

  private static final Map<String, JsonValue> SCHEMA =
      Map.of(
          "type", JsonValue.from("object"),
          "properties", JsonValue.from(Map.of("location", Map.of("type", "string"))),
          "required", JsonValue.from(List.of("location")));

  private static final FunctionTool TOOL =
      FunctionTool.builder()
          .name("get_weather")
          .description(DESCRIPTION)
          .strict(false)
          .parameters(FunctionTool.Parameters.builder().additionalProperties(SCHEMA).build())
          .build();

  @TestHTTPResource("/v1")
  URI root;

  @Inject ModelHost host;
  private OpenAIClient client;

  @BeforeEach
  void connect() {
    ScriptedServer.ready(host);
    client =
        OpenAIOkHttpClient.builder().baseUrl(root.toString()).apiKey("none").maxRetries(0).build();
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  private static void assertParis(String arguments) throws Exception {
    assertEquals(
        new ObjectMapper().readTree("{\"location\": \"Paris\"}"),
        new ObjectMapper().readTree(arguments));
  }

  private static ChatCompletionCreateParams.Builder chat() {
    return ChatCompletionCreateParams.builder()
        .model(MODEL)
        .temperature(0)
        .maxCompletionTokens(200)
        .addFunctionTool(
            FunctionDefinition.builder()
                .name("get_weather")
                .description(DESCRIPTION)
                .parameters(FunctionParameters.builder().additionalProperties(SCHEMA).build())
                .build())
        .addUserMessage(QUESTION);
  }

  private ChatCompletion streamed(ChatCompletionCreateParams params) {
    ChatCompletionAccumulator completion = ChatCompletionAccumulator.create();
    try (StreamResponse<ChatCompletionChunk> chunks =
        client.chat().completions().createStreaming(params)) {
      chunks.stream().forEach(completion::accumulate);
    }
    return completion.chatCompletion();
  }

  private static void chatsWithATool(Function<ChatCompletionCreateParams, ChatCompletion> ask)
      throws Exception {
    ChatCompletion.Choice call = ask.apply(chat().build()).choices().getFirst();
    assertEquals(ChatCompletion.Choice.FinishReason.TOOL_CALLS, call.finishReason());
    ChatCompletionMessageFunctionToolCall function =
        call.message().toolCalls().orElseThrow().getFirst().asFunction();
    assertEquals("get_weather", function.function().name());
    assertParis(function.function().arguments());

    ChatCompletionToolMessageParam result =
        ChatCompletionToolMessageParam.builder().toolCallId(function.id()).content(WEATHER).build();
    ChatCompletion.Choice answer =
        ask.apply(chat().addMessage(call.message()).addMessage(result).build())
            .choices()
            .getFirst();
    assertEquals(ChatCompletion.Choice.FinishReason.STOP, answer.finishReason());
    assertFalse(answer.message().content().orElseThrow().isBlank());
  }

  @Test
  void chatsWithAToolWholeAndInStreams() throws Exception {
    chatsWithATool(params -> client.chat().completions().create(params).validate());
    chatsWithATool(this::streamed);
  }

  private static ResponseCreateParams.Builder response() {
    return ResponseCreateParams.builder()
        .model(MODEL)
        .temperature(0)
        .maxOutputTokens(200)
        .addTool(TOOL);
  }

  private Response whole(ResponseCreateParams params) {
    return client.responses().create(params).validate();
  }

  private Response streamed(ResponseCreateParams params) {
    ResponseAccumulator response = ResponseAccumulator.create();
    try (StreamResponse<ResponseStreamEvent> events = client.responses().createStreaming(params)) {
      events.stream().map(ResponseStreamEvent::validate).forEach(response::accumulate);
    }
    return response.response().validate();
  }

  private static void respondsWithATool(Function<ResponseCreateParams, Response> ask)
      throws Exception {
    Response call = ask.apply(response().input(QUESTION).build());
    assertEquals(ResponseStatus.COMPLETED, call.status().orElseThrow());
    ResponseFunctionToolCall function = call.output().getLast().asFunctionCall();
    assertEquals("get_weather", function.name());
    assertEquals("functions.get_weather:0", function.callId());
    assertParis(function.arguments());

    EasyInputMessage question =
        EasyInputMessage.builder().role(EasyInputMessage.Role.USER).content(QUESTION).build();
    ResponseInputItem.FunctionCallOutput result =
        ResponseInputItem.FunctionCallOutput.builder()
            .callId(function.callId())
            .output(WEATHER)
            .build();
    Response answer =
        ask.apply(
            response()
                .inputOfResponse(
                    List.of(
                        ResponseInputItem.ofEasyInputMessage(question),
                        ResponseInputItem.ofFunctionCall(function),
                        ResponseInputItem.ofFunctionCallOutput(result)))
                .build());
    assertEquals(ResponseStatus.COMPLETED, answer.status().orElseThrow());
    String text = answer.output().getLast().asMessage().content().getFirst().asOutputText().text();
    assertFalse(text.isBlank());
    assertTrue(
        answer.usage().orElseThrow().inputTokens() > call.usage().orElseThrow().inputTokens());
  }

  @Test
  void respondsWithATool() throws Exception {
    respondsWithATool(this::whole);
  }

  @Test
  void respondsWithAToolInStreams() throws Exception {
    respondsWithATool(this::streamed);
  }

  @Test
  void callsTheToolThatItMust() {
    Response call =
        whole(response().input("Good morning!").toolChoice(ToolChoiceOptions.REQUIRED).build());
    assertEquals("get_weather", call.output().getLast().asFunctionCall().name());
  }

  @Test
  void errorsAreOfTheTypesThatClientsKnow() {
    NotFoundException unknown =
        assertThrows(
            NotFoundException.class,
            () -> whole(response().model("no-such").input(QUESTION).build()));
    assertEquals("model_not_found", unknown.code().orElseThrow());
    BadRequestException tooLong =
        assertThrows(
            BadRequestException.class,
            () -> whole(response().input("word ".repeat(50_000)).build()));
    assertEquals("context_length_exceeded", tooLong.code().orElseThrow());
  }
}
