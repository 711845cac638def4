package io.perilune.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Malformed files are refused with an error that names the right thing at the right place, within
 * the time allowed; valid ones open. Covers the records that a reader of the container must decide.
 */
class GgufBadOracleTest {
  private static final Set<String> STAGES = Set.of("parse", "split");
  private static final Pattern OFFSET = Pattern.compile("at byte (\\d+)");

  @TempDir Path temporary;

  @Test
  void everyRecordIsDecidedAsTheManifestSays() throws IOException {
    Path folder = Oracle.folder("gguf-bad");
    List<String> mismatches = new ArrayList<>();
    int checked = 0;
    int notCovered = 0;
    double slowest = 0;
    for (String line : Files.readAllLines(folder.resolve("manifest.jsonl"))) {
      JsonNode record = new ObjectMapper().readTree(line);
      boolean accept = record.path("expect").asText().equals("accept");
      if (!accept && !STAGES.contains(record.path("stage").asText())) {
        notCovered++;
        continue;
      }
      Path file = prepare(folder, record);
      attempt(file); // the first attempt loads classes, the second is timed
      long start = System.nanoTime();
      String message = attempt(file);
      double millis = (System.nanoTime() - start) / (double) TimeUnit.MILLISECONDS.toNanos(1);
      slowest = Math.max(slowest, millis);
      String problem = judge(record, message, millis);
      checked++;
      if (!problem.isEmpty()) {
        mismatches.add(record.path("id").asText() + ": " + problem);
      }
    }
    System.out.printf(
        "malformed files: %d records checked / %d mismatches (%d of later stages not covered,"
            + " slowest %.1f ms)%n",
        checked, mismatches.size(), notCovered, slowest);
    assertEquals(List.of(), mismatches);
  }

  /** Where the record's file can be opened; a sparse one is extended in a copy. */
  private Path prepare(Path folder, JsonNode record) throws IOException {
    Path file = folder.resolve(record.path("path").asText());
    if (!record.path("truncate_to").isNumber()) {
      return file;
    }
    Path copy = Files.copy(file, temporary.resolve(record.path("id").asText() + ".gguf"));
    copy.toFile().setWritable(true);
    try (RandomAccessFile extended = new RandomAccessFile(copy.toFile(), "rw")) {
      extended.setLength(record.path("truncate_to").asLong());
    }
    return copy;
  }

  /** The error's message, or the empty string if the file opens and all tensors are reachable. */
  private static String attempt(Path path) throws IOException {
    try (GgufFile file = GgufFile.open(path)) {
      file.tensors().forEach(file::data);
      return "";
    } catch (GgufFormatException e) {
      return e.getMessage();
    }
  }

  private static String judge(JsonNode record, String message, double millis) {
    double allowed = record.path("limits").path("max_ms").asDouble(Double.MAX_VALUE);
    if (millis > allowed) {
      return "took " + millis + " ms of " + allowed;
    }
    String expect = record.path("expect").asText();
    if (message.isEmpty()) {
      return expect.equals("reject") ? "was accepted" : "";
    }
    if (expect.equals("accept")) {
      return "was refused: " + message;
    }
    List<String> names = new ArrayList<>();
    record.path("names").forEach(name -> names.add(name.asText()));
    if (!names.isEmpty() && names.stream().noneMatch(message::contains)) {
      return "names none of " + names + ": " + message;
    }
    if (message.chars().anyMatch(Character::isISOControl)) {
      return "shows control characters: " + FormatErrors.shown(message);
    }
    return judgeOffset(record.path("offset_lo"), record.path("offset_hi"), message);
  }

  private static String judgeOffset(JsonNode low, JsonNode high, String message) {
    if (low.isNumber() && high.isNumber()) {
      Matcher offset = OFFSET.matcher(message);
      if (!offset.find()) {
        return "names no offset: " + message;
      }
      long value = Long.parseLong(offset.group(1));
      if (value < low.asLong() || value > high.asLong()) {
        return "should name a byte from " + low + " to " + high + ": " + message;
      }
    }
    return "";
  }
}
