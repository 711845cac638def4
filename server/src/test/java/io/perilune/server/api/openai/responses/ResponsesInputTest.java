package io.perilune.server.api.openai.responses;

import static io.perilune.server.ScriptedServer.post;
import static io.perilune.server.api.openai.responses.ResponsesClient.body;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.server.ScriptedServer;
import io.perilune.server.engine.ModelHost;
import io.perilune.server.engine.ScriptedEngine;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The prompts that conversations make: the same as those of the same chat completions. */
@QuarkusTest
class ResponsesInputTest {
  private static final String USER = "{\"role\": \"user\", \"content\": \"weather?\"}";
  private static final String CALL =
      "{\"type\": \"function_call\", \"id\": \"fc_1\", \"status\": \"completed\", \"call_id\":"
          + " \"functions.get_weather:0\", \"name\": \"get_weather\", \"arguments\":"
          + " \"{\\\"location\\\": \\\"Oslo\\\"}\"}";

  @Inject ModelHost host;
  private ScriptedEngine engine;

  @BeforeEach
  void load() {
    engine = ScriptedServer.engine(host);
  }

  private String prompt(String input, String... fields) {
    ResponsesClient.post(body(input, fields)).statusCode(200);
    return engine.prompts().getLast();
  }

  private String chatPrompt(String messages, String... fields) {
    String more = fields.length == 0 ? "" : ", " + String.join(", ", fields);
    post("{\"messages\": [" + messages + "]" + more + "}").statusCode(200);
    return engine.prompts().getLast();
  }

  private static String items(String... items) {
    return "[" + String.join(", ", items) + "]";
  }

  private static String output(String content) {
    return "{\"type\": \"function_call_output\", \"id\": \"x\", \"call_id\":"
        + " \"functions.get_weather:0\", \"output\": "
        + content
        + "}";
  }

  @Test
  void aStringAndAnItemAndAPartAreTheSame() {
    String chat = chatPrompt(USER);
    assertEquals(chat, prompt("\"weather?\""));
    assertEquals(chat, prompt(items(USER)));
    assertEquals(
        chat,
        prompt(
            items(
                "{\"type\": \"message\", \"role\": \"user\", \"content\": [{\"type\":"
                    + " \"input_text\", \"text\": \"weather?\"}]}")));
  }

  @Test
  void instructionsComeFirstAndRolesAreKept() {
    assertEquals(
        chatPrompt(
            """
            {"role": "system", "content": "one"}, {"role": "developer", "content": "two"},
            {"role": "user", "content": "three"}, {"role": "assistant", "content": "four"},
            {"role": "user", "content": "five"}\
            """),
        prompt(
            """
            [{"role": "developer", "content": "two"}, {"role": "user", "content": "three"},
             {"type": "message", "id": "msg_1", "status": "completed", "role": "assistant",
              "content": [{"type": "output_text", "text": "four", "annotations": []}]},
             {"role": "user", "content": "five"}]\
            """,
            "\"instructions\": \"one\""));
  }

  @Test
  void theItemsOfAnAnswerAreOneMessage() {
    String chatAnswer =
        """
        {"role": "assistant", "content": "I look.", "reasoning_content": "Hm.", "tool_calls": [
          {"id": "functions.get_weather:0", "type": "function", "function": {
            "name": "get_weather", "arguments": "{\\"location\\": \\"Oslo\\"}"}}]},
        {"role": "tool", "tool_call_id": "functions.get_weather:0", "content": "rain"}\
        """;
    assertEquals(
        chatPrompt(USER + ", " + chatAnswer),
        prompt(
            items(
                USER,
                """
                {"type": "reasoning", "id": "rs_1", "summary": [],
                 "content": [{"type": "reasoning_text", "text": "Hm."}]}\
                """,
                "{\"role\": \"assistant\", \"content\": \"I look.\"}",
                "{\"type\": \"web_search_call\", \"id\": \"ws_1\", \"status\": \"completed\"}",
                CALL,
                output("\"rain\""))));
  }

  @Test
  void anAnswerOfCallsAloneHasNoContent() {
    String chatAnswer =
        """
        {"role": "assistant", "tool_calls": [
          {"id": "functions.get_weather:0", "type": "function", "function": {
            "name": "get_weather", "arguments": "{\\"location\\": \\"Oslo\\"}"}}]},
        {"role": "tool", "tool_call_id": "functions.get_weather:0", "content": "rain"}\
        """;
    assertEquals(
        chatPrompt(USER + ", " + chatAnswer), prompt(items(USER, CALL, output("\"rain\""))));
  }

  @Test
  void twoAnswersInARowAreTwoMessages() {
    String answers =
        "{\"role\": \"assistant\", \"content\": \"one\"}, {\"role\": \"assistant\", \"content\":"
            + " \"two\"}";
    assertEquals(
        chatPrompt(USER + ", " + answers + ", " + USER), prompt(items(USER, answers, USER)));
  }

  @Test
  void outputsMayHaveParts() {
    assertEquals(
        prompt(items(USER, CALL, output("\"rain\""))),
        prompt(items(USER, CALL, output("[{\"type\": \"input_text\", \"text\": \"rain\"}]"))));
  }

  @Test
  void imagesThatToolsGiveAreLeftOut() {
    String prompt =
        prompt(
            items(
                USER,
                CALL,
                output(
                    "[{\"type\": \"input_image\", \"image_url\":"
                        + " \"data:image/png;base64,AAAA\"}]")));
    assertTrue(prompt.contains("input_image omitted"), prompt);
  }

  @Test
  void callsOfCustomToolsAndNamespacesAreShownAsTheModelMadeThem() {
    String prompt =
        prompt(
            items(
                USER,
                """
                {"type": "custom_tool_call", "call_id": "functions.apply_patch:0",
                 "name": "apply_patch", "input": "say \\"hi\\"\\n"}\
                """,
                """
                {"type": "function_call", "call_id": "functions.agents__spawn:1",
                 "namespace": "agents", "name": "spawn", "arguments": "{}"}\
                """,
                """
                {"type": "custom_tool_call_output", "call_id": "functions.apply_patch:0",
                 "output": "Done."}\
                """,
                """
                {"type": "function_call_output", "call_id": "functions.agents__spawn:1",
                 "output": "Started."}\
                """));
    assertTrue(prompt.contains("{\"input\": \"say \\\"hi\\\"\\n\"}"), prompt);
    assertTrue(prompt.contains("functions.agents__spawn:1"), prompt);
    assertTrue(prompt.contains("Done."), prompt);
    assertTrue(prompt.contains("Started."), prompt);
  }
}
