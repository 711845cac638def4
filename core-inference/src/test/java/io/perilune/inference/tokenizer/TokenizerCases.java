package io.perilune.inference.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perilune.gguf.GgufFile;
import io.perilune.gguf.GgufMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;

/** Texts with the tokens expected of a vocabulary, from a file beside the vocabulary's. */
final class TokenizerCases {
  private final String name;
  private final JsonNode cases;
  private final GgufMetadata metadata;
  private final Tokenizer tokenizer;
  private final PreTokenizer preTokenizer;

  private TokenizerCases(String name, JsonNode cases, GgufMetadata metadata) {
    this.name = name;
    this.cases = cases;
    this.metadata = metadata;
    this.tokenizer = Tokenizers.of(metadata);
    this.preTokenizer =
        PreTokenizer.byId(metadata.requireString("tokenizer.ggml.pre")).orElseThrow();
  }

  /** Whether a JSON document holds cases. */
  static boolean isCases(JsonNode document) {
    return document.hasNonNull("vocab") && document.hasNonNull("cases");
  }

  static TokenizerCases read(Path file) throws IOException {
    JsonNode document = new ObjectMapper().readTree(file.toFile());
    Path vocabulary = file.resolveSibling(document.get("vocab").asText());
    try (GgufFile gguf = GgufFile.open(vocabulary)) {
      return new TokenizerCases(
          file.getFileName().toString(), document.get("cases"), gguf.metadata());
    }
  }

  int size() {
    return cases.size();
  }

  Tokenizer tokenizer() {
    return tokenizer;
  }

  /** The tokens, types, merges and pre-tokenizer of the vocabulary. */
  MapMetadata vocabulary() {
    return new MapMetadata()
        .with("tokenizer.ggml.model", "gpt2")
        .with("tokenizer.ggml.pre", metadata.requireString("tokenizer.ggml.pre"))
        .with("tokenizer.ggml.tokens", metadata.strings("tokenizer.ggml.tokens").orElseThrow())
        .with("tokenizer.ggml.merges", metadata.strings("tokenizer.ggml.merges").orElseThrow())
        .with(
            "tokenizer.ggml.token_type",
            metadata.integers("tokenizer.ggml.token_type").orElseThrow());
  }

  /** What differs from what is expected, one line for each case and column. */
  List<String> mismatches() {
    return mismatchesOf(tokenizer);
  }

  /** What differs from what is expected if another tokenizer is used. */
  List<String> mismatchesOf(Tokenizer tokenizer) {
    List<String> mismatches = new ArrayList<>();
    for (JsonNode record : cases) {
      String text = record.get("text").asText();
      String id = name + " " + record.get("id").asText() + " ";
      compare(id + "plain", record.get("plain"), tokenizer.encode(text), mismatches);
      int[] special = tokenizer.encode(List.of(new TextSegment(text, true)));
      compare(id + "special", record.get("special"), special, mismatches);
      if (record.has("pieces")) {
        List<String> expected =
            StreamSupport.stream(record.get("pieces").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        List<String> actual = pieces(text);
        if (!expected.equals(actual)) {
          mismatches.add(id + "pieces: expected " + expected + ", was " + actual);
        }
      }
    }
    return mismatches;
  }

  private static void compare(
      String column, JsonNode expected, int[] actual, List<String> mismatches) {
    int[] tokens =
        StreamSupport.stream(expected.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
    if (!Arrays.equals(tokens, actual)) {
      mismatches.add(
          column + ": expected " + Arrays.toString(tokens) + ", was " + Arrays.toString(actual));
    }
  }

  private List<String> pieces(String text) {
    return SplitterTest.pieces(preTokenizer, text);
  }
}
