package io.perilune.server.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleReaderTest {
  @TempDir private Path folder;

  private Path file(String... lines) throws IOException {
    return Files.writeString(folder.resolve("file.jsonl"), String.join("\n", lines) + "\n");
  }

  @Test
  void readsRequestsAndNumbersThemByTheirLines() throws IOException {
    List<Sample> samples =
        SampleReader.read(file(Answers.requestLine("a"), "", Answers.requestLine("b")));
    assertEquals(List.of(1, 3), samples.stream().map(Sample::dataIndex).toList());
    assertEquals("b", samples.getLast().request().at("/messages/1/content").asText());
    assertEquals(Optional.empty(), samples.getFirst().label());
  }

  @Test
  void takesLabelsAndNumbersOfResults() throws IOException {
    String result =
        "{\"data_index\": %d, \"request\": %s, \"status\": \"%s\", \"finish_reason\": %s}";
    List<Sample> samples =
        SampleReader.read(
            file(
                result.formatted(7, Answers.requestLine("a"), "success", "\"tool_calls\""),
                result.formatted(9, Answers.requestLine("b"), "failed", "null")));
    assertEquals(List.of(7, 9), samples.stream().map(Sample::dataIndex).toList());
    assertEquals(Optional.of("tool_calls"), samples.getFirst().label());
    assertEquals(Optional.empty(), samples.getLast().label());
  }

  @Test
  void saysWhatIsWrongAndWhere() throws IOException {
    assertTrue(
        problem(file(Answers.requestLine("a"), "{\"messages\"")).contains("line 2 is not JSON"));
    assertTrue(problem(file("{\"prompt\": \"a\"}")).contains("line 1 is neither a request"));
    assertTrue(problem(file("[]")).contains("line 1 is neither a request"));
    assertTrue(problem(file("")).contains("holds no requests"));
    assertTrue(problem(folder.resolve("none.jsonl")).contains("none.jsonl does not exist"));
    Path binary = Files.write(folder.resolve("b"), new byte[] {(byte) 0xff, 0});
    assertTrue(problem(binary).contains("is not UTF-8"));
  }

  private static String problem(Path file) {
    return assertThrows(VerificationException.class, () -> SampleReader.read(file)).getMessage();
  }

  @Test
  void labelsByNumberAndRefusesLabelsThatFitNothing() throws IOException {
    List<Sample> samples = List.of(Answers.sample(1, "a", null), Answers.sample(2, "b", "stop"));
    String line = "{\"data_index\": %d, \"request\": {}, \"finish_reason\": \"tool_calls\"}";
    assertEquals(
        List.of(Optional.of("tool_calls"), Optional.empty()),
        SampleReader.labelled(samples, file(line.formatted(1))).stream()
            .map(Sample::label)
            .toList());
    Path other = file(line.formatted(3));
    assertThrows(VerificationException.class, () -> SampleReader.labelled(samples, other));
  }

  @Test
  void bringsAlongLabelledRequestsOfManyKinds() {
    List<Sample> samples = SampleReader.builtIn();
    assertTrue(samples.size() >= 200, samples.size() + " samples");
    assertEquals(
        samples.size(), new HashSet<>(samples.stream().map(Sample::request).toList()).size());
    long calls = samples.stream().filter(s -> s.label().equals(Optional.of("tool_calls"))).count();
    long stops = samples.stream().filter(s -> s.label().equals(Optional.of("stop"))).count();
    assertEquals(samples.size(), calls + stops);
    assertTrue(calls > 100 && stops > 50, calls + " calls, " + stops + " stops");
    Set<String> lastRoles = new HashSet<>();
    ToolCallCheck check = new ToolCallCheck();
    for (Sample sample : samples) {
      ObjectNode request = sample.request();
      assertTrue(request.path("tools").size() > 0);
      String role = "";
      for (JsonNode message : request.path("messages")) {
        role = Json.text(message, "role");
        if (message.has("tool_calls")) {
          assertEquals(List.of(), check.faults(message.get("tool_calls"), request.get("tools")));
        }
      }
      lastRoles.add(role);
    }
    assertEquals(Set.of("user", "tool"), lastRoles);
  }
}
