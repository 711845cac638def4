package io.perilune.inference.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.perilune.inference.model.BadFileAttempts.Stage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the manifest expects of one file. */
record BadFileRecord(JsonNode json) {
  private static final Pattern OFFSET = Pattern.compile("at byte (\\d+)");
  private static final Map<String, Stage> STAGES =
      Map.of(
          "parse", Stage.PARSE,
          "split", Stage.PARSE,
          "model", Stage.MODEL,
          "tokenizer", Stage.TOKENIZER,
          "runtime", Stage.RUNTIME);

  /**
   * What came of an attempt.
   *
   * @param outcome accepted, refused (by an error of the right kind) or failed (in another way)
   * @param stage where it was decided
   * @param heapBytes the most heap that was used on top of the idle process
   */
  record Attempt(String outcome, Stage stage, double millis, long heapBytes, String message) {
    static Attempt parse(String line) {
      String[] words = line.split(" ", 5);
      return new Attempt(
          words[0],
          Stage.valueOf(words[1]),
          Long.parseLong(words[2]) / 1000.0,
          Long.parseLong(words[3]),
          new String(Base64.getDecoder().decode(words[4]), StandardCharsets.UTF_8));
    }
  }

  String id() {
    return json.path("id").asText();
  }

  String path() {
    return json.path("path").asText();
  }

  /** Whether this is about a chat template, which no code here reads. */
  boolean isAboutTemplates() {
    return json.path("stage").asText().equals("template");
  }

  /** The last stage that may refuse the file. */
  Stage stage() {
    return STAGES.get(json.path("stage").asText());
  }

  long millisMax() {
    return json.path("limits").path("max_ms").asLong();
  }

  long heapBytesMax() {
    return json.path("limits").path("max_heap_mb").asLong() << 20;
  }

  /** What is wrong with the outcome; empty if it is as expected. */
  String judge(Attempt attempt) {
    if (attempt.outcome().equals("failed")) {
      return "fails with " + attempt.message();
    }
    if (attempt.millis() > millisMax()) {
      return "took " + attempt.millis() + " ms of " + millisMax();
    }
    if (attempt.heapBytes() > heapBytesMax()) {
      return "took " + attempt.heapBytes() + " bytes of heap of " + heapBytesMax();
    }
    String expect = json.path("expect").asText();
    if (attempt.outcome().equals("accepted")) {
      return List.of("accept", "either").contains(expect) ? "" : "was accepted";
    }
    return expect.equals("accept")
        ? "was refused: " + attempt.message()
        : judgeRefusal(attempt, expect.equals("reject"));
  }

  private String judgeRefusal(Attempt attempt, boolean stageMatters) {
    String message = attempt.message();
    if (stageMatters && attempt.stage().compareTo(stage()) > 0) {
      return "was refused too late, at the stage " + attempt.stage() + ": " + message;
    }
    if (message.chars().anyMatch(Character::isISOControl)) {
      return "shows control characters";
    }
    List<String> names = new ArrayList<>();
    json.path("names").forEach(name -> names.add(name.asText()));
    if (!names.isEmpty() && names.stream().noneMatch(message::contains)) {
      return "names none of " + names + ": " + message;
    }
    JsonNode low = json.path("offset_lo");
    JsonNode high = json.path("offset_hi");
    if (attempt.stage() == Stage.PARSE && low.isNumber() && high.isNumber()) {
      Matcher offset = OFFSET.matcher(message);
      if (!offset.find()
          || Long.parseLong(offset.group(1)) < low.asLong()
          || Long.parseLong(offset.group(1)) > high.asLong()) {
        return "should name a byte from " + low + " to " + high + ": " + message;
      }
    }
    return "";
  }
}
