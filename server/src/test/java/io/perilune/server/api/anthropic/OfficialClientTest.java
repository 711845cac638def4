package io.perilune.server.api.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
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

/** The demonstration model behind Anthropic's own client for Java. */
@QuarkusTest
@TestProfile(DemoModelTest.LocalEngineProfile.class)
class OfficialClientTest {
  private static final String MODEL = "perilune-demo";

  private static final Tool WEATHER =
      Tool.builder()
          .name("get_weather")
          .description("Get the weather of a city")
          .inputSchema(
              Tool.InputSchema.builder()
                  .properties(
                      Tool.InputSchema.Properties.builder()
                          .putAdditionalProperty(
                              "location", JsonValue.from(Map.of("type", "string")))
                          .build())
                  .addRequired("location")
                  .build())
          .build();

  @TestHTTPResource("/")
  URI root;

  @Inject ModelHost host;
  private AnthropicClient client;

  @BeforeEach
  void connect() {
    ScriptedServer.ready(host);
    String url = root.toString();
    client =
        AnthropicOkHttpClient.builder()
            .baseUrl(url.substring(0, url.length() - 1))
            .apiKey("none")
            .maxRetries(0)
            .build();
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  private static MessageCreateParams.Builder question() {
    return MessageCreateParams.builder()
        .model(MODEL)
        .maxTokens(200)
        .putAdditionalBodyProperty("temperature", JsonValue.from(0))
        .addTool(WEATHER)
        .addUserMessage("What is the weather in Paris?");
  }

  private Message whole(MessageCreateParams params) {
    return client.messages().create(params).validate();
  }

  private Message streamed(MessageCreateParams params) {
    MessageAccumulator message = MessageAccumulator.create();
    try (StreamResponse<RawMessageStreamEvent> events = client.messages().createStreaming(params)) {
      events.stream().forEach(message::accumulate);
    }
    return message.message().validate();
  }

  private static void callsAndAnswers(Function<MessageCreateParams, Message> ask) {
    Message call = ask.apply(question().build());
    assertEquals(StopReason.TOOL_USE, call.stopReason().orElseThrow());
    ToolUseBlock use = call.content().getLast().asToolUse();
    assertEquals("get_weather", use.name());
    assertEquals(JsonValue.from(Map.of("location", "Paris")), use._input());

    ToolResultBlockParam result =
        ToolResultBlockParam.builder()
            .toolUseId(use.id())
            .content("{\"temperature\": 21, \"sky\": \"clear\"}")
            .build();
    Message answer =
        ask.apply(
            question()
                .addMessage(call)
                .addUserMessageOfContentBlockParams(List.of(ContentBlockParam.ofToolResult(result)))
                .build());
    assertEquals(StopReason.END_TURN, answer.stopReason().orElseThrow());
    String text = answer.content().stream().map(ContentBlock::asText).findFirst().get().text();
    assertFalse(text.isBlank());
    assertTrue(
        answer.usage().inputTokens() + answer.usage().cacheReadInputTokens().orElse(0L)
            > call.usage().inputTokens());
  }

  @Test
  void callsAToolAndAnswers() {
    callsAndAnswers(this::whole);
  }

  @Test
  void callsAToolAndAnswersInStreams() {
    callsAndAnswers(this::streamed);
  }

  @Test
  void callsTheToolThatItMust() {
    Message call =
        whole(
            question()
                .addTool(WEATHER.toBuilder().name("unrelated").build())
                .toolToolChoice("unrelated")
                .build());
    assertEquals("unrelated", call.content().getLast().asToolUse().name());
  }

  @Test
  void countsTheTokensThatAreThenUsed() {
    MessageCountTokensParams params =
        MessageCountTokensParams.builder()
            .model(MODEL)
            .addTool(WEATHER)
            .addUserMessage("What is the weather in Paris?")
            .build();
    Message answer = whole(question().build());
    assertEquals(
        answer.usage().inputTokens() + answer.usage().cacheReadInputTokens().orElse(0L),
        client.messages().countTokens(params).inputTokens());
  }

  @Test
  void errorsAreOfTheTypesThatClientsKnow() {
    NotFoundException unknown =
        assertThrows(NotFoundException.class, () -> whole(question().model("no-such").build()));
    assertTrue(unknown.body().toString().contains("not_found_error"), unknown.body().toString());
    BadRequestException tooLong =
        assertThrows(
            BadRequestException.class,
            () -> whole(question().addUserMessage("word ".repeat(50_000)).build()));
    assertTrue(tooLong.getMessage().contains("prompt is too long: "), tooLong.getMessage());
    assertTrue(tooLong.headers().values("request-id").getFirst().startsWith("req_"));
  }
}
