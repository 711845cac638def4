package io.perilune.inference.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perilune.gguf.GgufFile;
import io.perilune.gguf.GgufFormatException;
import io.perilune.inference.kernel.KernelProvider;
import io.perilune.inference.kernel.Workers;
import io.perilune.inference.kv.KvCache.Precision;
import io.perilune.inference.sampling.Sampler;
import io.perilune.inference.sampling.SamplingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Files whose container is right but whose model is not are refused with an error that names it.
 */
class MalformedModelOracleTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("perilune.oracle", "../../shared/oracle")).resolve("gguf-bad");

  /** What a model can decide: when it is loaded, or when it first runs. */
  private static final Set<String> STAGES = Set.of("model", "runtime");

  @Test
  void everyRecordIsDecidedAsTheManifestSays() throws IOException {
    Path manifest = FOLDER.resolve("manifest.jsonl");
    assumeTrue(Files.exists(manifest), () -> "no records at " + manifest);
    List<String> mismatches = new ArrayList<>();
    int checked = 0;
    try (Workers workers = new Workers(1)) {
      for (String line : Files.readAllLines(manifest)) {
        JsonNode record = new ObjectMapper().readTree(line);
        if (!STAGES.contains(record.path("stage").asText())) {
          continue;
        }
        checked++;
        String problem = judge(record, workers);
        if (!problem.isEmpty()) {
          mismatches.add(record.path("id").asText() + ": " + problem);
        }
      }
    }
    System.out.printf(
        "malformed models: records checked %d / mismatches %d%n", checked, mismatches.size());
    assertEquals(List.of(), mismatches);
  }

  private static String judge(JsonNode record, Workers workers) throws IOException {
    Path path = FOLDER.resolve(record.path("path").asText());
    attempt(path, workers); // the first attempt loads classes, the second is timed
    long start = System.nanoTime();
    String message = attempt(path, workers);
    double millis = (System.nanoTime() - start) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    double allowed = record.path("limits").path("max_ms").asDouble(Double.MAX_VALUE);
    if (millis > allowed) {
      return "took " + millis + " ms of " + allowed;
    }
    String expect = record.path("expect").asText();
    if (message.isEmpty()) {
      return Set.of("accept", "either").contains(expect) ? "" : "was accepted";
    }
    if (expect.equals("accept")) {
      return "was refused: " + message;
    }
    if (message.chars().anyMatch(Character::isISOControl)) {
      return "shows control characters";
    }
    List<String> names = new ArrayList<>();
    record.path("names").forEach(name -> names.add(name.asText()));
    return names.isEmpty() || names.stream().anyMatch(message::contains)
        ? ""
        : "names none of " + names + ": " + message;
  }

  /** Loads the model and runs its first token; the error's message, or the empty string. */
  private static String attempt(Path path, Workers workers) throws IOException {
    try (LanguageModel model =
            LanguageModels.load(
                GgufFile.open(path), KernelProvider.fastest(), workers, new LoadOptions(1, 1));
        TokenRunner runner = new TokenRunner(model, 1, Precision.F16)) {
      float[] logits = runner.run(new int[] {0}, 1);
      Sampler sampler = new Sampler(SamplingOptions.GREEDY, model.vocabularySize());
      return sampler.sample(logits, 0) == Sampler.NO_TOKEN ? "the logits are not finite" : "";
    } catch (GgufFormatException e) {
      return e.getMessage();
    }
  }
}
