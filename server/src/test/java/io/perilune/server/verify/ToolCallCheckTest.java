package io.perilune.server.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolCallCheckTest {
  private static final String SCHEMA =
      """
      {"type": "object", "required": ["n"], "additionalProperties": false, "properties": {
        "n": {"type": "integer", "minimum": 1}, "on": {"type": "string", "format": "date"},
        "unit": {"enum": ["c", "f"]}}}""";

  private final ToolCallCheck check = new ToolCallCheck();

  private List<ToolCallFault> faults(String schema, String... calls) throws IOException {
    String tool =
        schema == null ? "{\"name\": \"f\"}" : "{\"name\": \"f\", \"parameters\": " + schema + "}";
    JsonNode tools = Json.read("[{\"type\": \"function\", \"function\": " + tool + "}]");
    return check.faults(Json.read("[" + String.join(",", calls) + "]"), tools);
  }

  private static String call(String name, String arguments) {
    return Json.line(
        Json.object().set("function", Json.object().put("name", name).put("arguments", arguments)));
  }

  private String kind(String schema, String arguments) throws IOException {
    List<ToolCallFault> faults = faults(schema, call("f", arguments));
    return faults.isEmpty() ? "" : faults.getFirst().kind().label();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          {"n": 1}                     | ``
          {"n": 1.0}                   | ``
          {"n": 1, "on": "some day"}   | ``
          {"n": 1, "unit": "c"}        | ``
          {"n": 0}                     | schema_violation
          {"n": 1.5}                   | schema_violation
          {"n": "1"}                   | schema_violation
          {"n": 1, "unit": "k"}        | schema_violation
          {"n": 1, "m": 1}             | schema_violation
          {}                           | schema_violation
          []                           | schema_violation
          ``                           | arguments_not_json
          {"n": 1                      | arguments_not_json
          {"n": 1} {"n": 2}            | arguments_not_json
          {"n": NaN}                   | arguments_not_json
          """)
  void judgesArguments(String arguments, String kind) throws IOException {
    assertEquals(kind, kind(SCHEMA, arguments));
  }

  @Test
  void followsTheDraftThatTheSchemaNames() throws IOException {
    String tuple =
        "{\"$schema\": \"%s\", \"properties\": {\"p\": {\"items\": [{\"type\": \"string\"}]}}}";
    String draft7 = tuple.formatted("http://json-schema.org/draft-07/schema#");
    assertEquals("schema_violation", kind(draft7, "{\"p\": [1]}"));
    assertEquals("", kind(draft7, "{\"p\": [\"a\", 1]}"));
    String exclusive =
        "{\"$schema\": \"http://json-schema.org/draft-04/schema#\", \"properties\":"
            + " {\"n\": {\"minimum\": 1, \"exclusiveMinimum\": true}}}";
    assertEquals("schema_violation", kind(exclusive, "{\"n\": 1}"));
  }

  @Test
  void findsDefinitionsInsideTheSchema() throws IOException {
    String schema =
        "{\"$defs\": {\"city\": {\"type\": \"string\"}}, \"properties\": {\"c\": {\"$ref\": \"#/$defs/city\"}}}";
    assertEquals("", kind(schema, "{\"c\": \"Oslo\"}"));
    assertEquals("schema_violation", kind(schema, "{\"c\": 1}"));
  }

  @Test
  void loadsNothingFromElsewhere() throws IOException {
    AtomicInteger loads = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          loads.incrementAndGet();
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/schema";
      assertEquals("unusable_schema", kind("{\"$ref\": \"" + url + "\"}", "{}"));
      assertEquals("unusable_schema", kind("{\"$schema\": \"" + url + "\"}", "{}"));
      assertEquals("unusable_schema", kind("{\"$ref\": \"classpath:draft-07/schema\"}", "{}"));
      assertEquals("unusable_schema", kind("{\"$ref\": \"file:/etc/hostname\"}", "{}"));
      assertEquals(0, loads.get());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void acceptsAnythingForAToolWithoutParameters() throws IOException {
    assertEquals("", kind(null, "{\"a\": 1}"));
    assertEquals("arguments_not_json", kind(null, "a"));
  }

  @Test
  void judgesEveryCall() throws IOException {
    List<ToolCallFault> faults =
        faults(SCHEMA, call("f", "{\"n\": 1}"), call("g", "{\"n\": 1}"), call("f", "{\"n\": 0}"));
    assertEquals(
        List.of("unknown_tool", "schema_violation"),
        faults.stream().map(fault -> fault.kind().label()).toList());
    assertTrue(faults.getFirst().detail().contains("'g'"), faults.getFirst().detail());
    assertTrue(faults.getLast().detail().contains("n"), faults.getLast().detail());
    assertEquals("no_call", faults(SCHEMA).getFirst().kind().label());
  }

  @Test
  void takesArgumentsThatAreNoText() throws IOException {
    assertEquals(
        List.of(), faults(SCHEMA, "{\"function\": {\"name\": \"f\", \"arguments\": {\"n\": 1}}}"));
    assertEquals(
        "arguments_not_json",
        faults(SCHEMA, "{\"function\": {\"name\": \"f\"}}").getFirst().kind().label());
  }
}
