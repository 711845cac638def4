package io.perilune.inference.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Recorded logits: model files, token sequences, and what a float64 computation gave for them. */
final class LogitsRecords {
  /** A model file and the entry that describes it; a split set is described by its like. */
  record Model(String name, Path file, JsonNode entry) {}

  /**
   * What is recorded for a model and a sequence.
   *
   * @param logits the logits of the positions from {@code firstPosition} on
   * @param margins per position, how near the choice of experts was to another; empty if unknown
   */
  record Expected(int firstPosition, float[] logits, double[] margins) {}

  private static final String FIRST_PART = "-split-00001-of-";

  private final Path folder;
  private final JsonNode root;

  LogitsRecords(Path folder) throws IOException {
    this.folder = folder;
    this.root = new ObjectMapper().readTree(folder.resolve("logits.json").toFile());
  }

  Map<String, int[]> sequences() {
    Map<String, int[]> sequences = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> sequence : root.get("sequences").properties()) {
      sequences.put(sequence.getKey(), integers(sequence.getValue()));
    }
    return sequences;
  }

  /** All models whose file is there, then the split sets. */
  List<Model> models() throws IOException {
    List<Model> models = new ArrayList<>();
    for (Map.Entry<String, JsonNode> model : root.get("models").properties()) {
      JsonNode file = model.getValue().get("file");
      if (!file.isNull()) {
        models.add(new Model(model.getKey(), folder.resolve(file.asText()), model.getValue()));
      }
    }
    try (Stream<Path> files = Files.list(folder.resolve("models"))) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.contains(FIRST_PART)) {
          String base = name.substring(0, name.indexOf(FIRST_PART));
          models.add(new Model(base + "-split", file, entryOfTheSameWeights(base)));
        }
      }
    }
    return models;
  }

  private JsonNode entryOfTheSameWeights(String name) {
    return root.get("models").properties().stream()
        .max(Comparator.comparingInt(entry -> commonPrefix(entry.getKey(), name)))
        .orElseThrow()
        .getValue();
  }

  private static int commonPrefix(String a, String b) {
    int n = 0;
    while (n < Math.min(a.length(), b.length()) && a.charAt(n) == b.charAt(n)) {
      n++;
    }
    return n;
  }

  /** The logits with exact keys and values. */
  Expected exact(Model model, String sequence, int length) throws IOException {
    JsonNode reference = model.entry().get("reference").get(sequence);
    return expected(model, sequence, length, reference.get("file").asText());
  }

  /** The logits with keys and values rounded to half floats, or null if there is no record. */
  Expected halfPrecision(Model model, String sequence, int length) throws IOException {
    JsonNode file =
        root.get("kv16_reference")
            .get("models")
            .path(stem(model, sequence))
            .path(sequence)
            .path("file");
    return file.isTextual() ? expected(model, sequence, length, file.asText()) : null;
  }

  private Expected expected(Model model, String sequence, int length, String file)
      throws IOException {
    ByteBuffer bytes =
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve(file))).order(ByteOrder.LITTLE_ENDIAN);
    float[] logits = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(logits);
    int first = file.endsWith(".last.f32") ? length - 1 : 0;
    JsonNode margins =
        root.get("router_margin")
            .path(stem(model, sequence))
            .path(sequence)
            .path("min_over_layers_per_position");
    double[] values = new double[margins.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = margins.get(i).asDouble();
    }
    return new Expected(first, logits, values);
  }

  /** The name under which the recorded computation keeps its files. */
  private static String stem(Model model, String sequence) {
    String file =
        Path.of(model.entry().get("reference").get(sequence).get("file").asText())
            .getFileName()
            .toString();
    return file.substring(0, file.indexOf("." + sequence));
  }

  /** The highest logit of every position. */
  static int[] bestTokens(Model model, String sequence) {
    return integers(model.entry().get("reference").get(sequence).get("argmax_every_position"));
  }

  /** The recorded greedy continuation, as far as the choice of each token was clear. */
  static int[] greedy(Model model, String sequence, double clearGap) {
    JsonNode greedy = model.entry().path("greedy32_reference").path(sequence);
    int[] ids = integers(greedy.path("ids"));
    JsonNode gaps = greedy.path("top1_minus_top2");
    for (int i = 0; i < ids.length; i++) {
      if (gaps.get(i).asDouble() < clearGap) {
        return Arrays.copyOf(ids, i);
      }
    }
    return ids;
  }

  private static int[] integers(JsonNode array) {
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).asInt();
    }
    return values;
  }
}
