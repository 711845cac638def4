package io.perilune.server.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perilune.gguf.GgufWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuantizeCommandTest {
  @TempDir Path folder;
  private Path model;

  @BeforeEach
  void writeModel() throws Exception {
    model = folder.resolve("floats.gguf");
    new GgufWriter()
        .string("general.architecture", "llama")
        .tensor("token_embd.weight", List.of(256L, 40L), random(256 * 40))
        .tensor("output.weight", List.of(256L, 40L), random(256 * 40))
        .tensor("output_norm.weight", List.of(256L), random(256))
        .tensor("blk.0.ffn_up.weight", List.of(256L, 8L), random(256 * 8))
        .tensor("blk.0.ffn_down.weight", List.of(96L, 8L), random(96 * 8))
        .write(model);
  }

  private static float[] random(int count) {
    Random random = new Random(count);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @Test
  void writesTheTypesThatInspectShows() throws Exception {
    CommandRun run = quantize("q4.gguf", "--type", "q4_k");
    assertEquals(0, run.status(), run.err());
    assertEquals(
        Map.of(
            "token_embd.weight", "Q4_K",
            "output.weight", "Q6_K",
            "output_norm.weight", "F32",
            "blk.0.ffn_up.weight", "Q4_K",
            "blk.0.ffn_down.weight", "IQ4_NL"),
        types("q4.gguf"));
    JsonNode result = inspect("q4.gguf");
    assertEquals(14, result.get("metadata").get("general.file_type").asInt());
    String table = CommandRun.of("inspect", folder.resolve("q4.gguf").toString()).out();
    table.lines().filter(line -> line.contains("tensors  ")).forEach(line -> contains(run, line));
    contains(run, String.format("%.2f bits per weight", result.get("bits_per_weight").asDouble()));
    contains(run, "32.00 bits per weight");
    contains(
        run, "blk.0.ffn_down.weight has rows of 96 weights, no multiple of Q4_K's block of 256");
    contains(run, "Wrote q4.gguf");
  }

  private static void contains(CommandRun run, String text) {
    assertTrue(run.out().contains(text), () -> text + " in " + run.out());
  }

  @Test
  void singleTensorsMayHaveOtherTypes() throws Exception {
    CommandRun run =
        quantize(
            "mixed.gguf",
            "--type=Q4_0",
            "--tensor-type=ffn_(up|gate)=Q8_0",
            "--output-tensor-type=BF16",
            "--token-embedding-type=F16",
            "--threads=1");
    assertEquals(0, run.status(), run.err());
    assertEquals(
        Map.of(
            "token_embd.weight", "F16",
            "output.weight", "BF16",
            "output_norm.weight", "F32",
            "blk.0.ffn_up.weight", "Q8_0",
            "blk.0.ffn_down.weight", "Q4_0"),
        types("mixed.gguf"));
  }

  @Test
  void pureMakesNoExceptions() throws Exception {
    assertEquals(0, quantize("pure.gguf", "--type=IQ4_NL", "--pure").status());
    assertEquals("IQ4_NL", types("pure.gguf").get("output.weight"));
  }

  @Test
  void quantisedWeightsAreConvertedOnlyOnRequest() throws Exception {
    assertEquals(0, quantize("q8.gguf", "--type=Q8_0").status());
    Path quantised = folder.resolve("q8.gguf");
    Path target = folder.resolve("q4.gguf");
    CommandRun refused = CommandRun.of("quantize", quantised + "", target + "", "--type=Q4_0");
    assertEquals(1, refused.status());
    assertTrue(
        refused.err().contains("q8.gguf: tensor 'token_embd.weight' is Q8_0"), refused.err());
    assertTrue(refused.err().contains("add --allow-requantize."), refused.err());
    CommandRun allowed =
        CommandRun.of("quantize", quantised + "", target + "", "--type=Q4_0", "--allow-requantize");
    assertEquals(0, allowed.status(), allowed.err());
    Path same = folder.resolve("same.gguf");
    assertEquals(0, CommandRun.of("quantize", quantised + "", same + "", "--type=Q8_0").status());
    assertEquals(-1, Files.mismatch(quantised, same));
  }

  @Test
  void filesAreKept() throws Exception {
    byte[] before = Files.readAllBytes(model);
    CommandRun own = quantize("floats.gguf", "--type=F16", "--force");
    assertEquals(1, own.status());
    assertTrue(own.err().contains("is what is read; give the new file another name"), own.err());
    assertArrayEquals(before, Files.readAllBytes(model));

    Path other = Files.writeString(folder.resolve("other.gguf"), "mine");
    CommandRun exists = quantize("other.gguf", "--type=F16");
    assertEquals(1, exists.status());
    assertTrue(exists.err().contains("other.gguf exists already; add --force"), exists.err());
    assertEquals("mine", Files.readString(other));
    assertEquals(0, quantize("other.gguf", "--type=F16", "--force").status());
  }

  @Test
  void whatCannotBeWrittenIsRefusedInOneSentence() {
    CommandRun type = quantize("x.gguf", "--type=IQ2_KL");
    assertEquals(2, type.status());
    assertTrue(
        type.err()
            .contains(
                "'IQ2_KL' is no type that can be written; choose one of F16, BF16, Q8_0, IQ4_NL,"
                    + " Q4_0, Q4_K, Q6_K"),
        type.err());
    assertEquals(2, quantize("x.gguf", "--type=F16", "--threads=0").status());
    CommandRun names = quantize("x.gguf", "--type=F16", "--tensor-type=nothing=Q8_0");
    assertEquals(1, names.status());
    assertTrue(names.err().contains("'nothing' match no matrix of floats.gguf"), names.err());
    CommandRun noFolder = quantize("no/x.gguf", "--type=F16");
    assertEquals(1, noFolder.status());
    assertTrue(noFolder.err().contains("no: is no folder; make it first"), noFolder.err());
    assertEquals(1, quantize(".", "--type=F16", "--force").status());
  }

  private CommandRun quantize(String target, String... options) {
    String[] arguments = new String[options.length + 3];
    arguments[0] = "quantize";
    arguments[1] = model.toString();
    arguments[2] = folder.resolve(target).toString();
    System.arraycopy(options, 0, arguments, 3, options.length);
    return CommandRun.of(arguments);
  }

  private Map<String, String> types(String file) throws Exception {
    Map<String, String> types = new LinkedHashMap<>();
    for (JsonNode tensor : inspect(file).get("tensors")) {
      types.put(tensor.get("name").asText(), tensor.get("type").asText());
    }
    return types;
  }

  private JsonNode inspect(String file) throws Exception {
    CommandRun run = CommandRun.of("inspect", "--json", folder.resolve(file).toString());
    assertEquals(0, run.status(), run.err());
    return new ObjectMapper().readTree(run.out());
  }
}
