package io.perilune.inference.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Three vocabularies that version 0.1.97 of SentencePiece made of this project's documentation and
 * of some sentences in other languages, with the tokens that it gives for some texts. The first is
 * made as those of Llama are; the second has no bytes and reduces blanks; the third has no bytes
 * and puts no blank before a text.
 */
final class SentencePieceCases {
  private static final JsonNode DOCUMENT = read();

  private SentencePieceCases() {}

  private static JsonNode read() {
    try (InputStream in = SentencePieceCases.class.getResourceAsStream("sentencepiece.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int vocabularies() {
    return DOCUMENT.size();
  }

  static MapMetadata metadata(int vocabulary) {
    JsonNode node = DOCUMENT.get(vocabulary);
    List<String> tokens = new ArrayList<>();
    node.get("tokens").forEach(token -> tokens.add(token.asText()));
    float[] scores = new float[tokens.size()];
    for (int id = 0; id < scores.length; id++) {
      scores[id] = (float) node.get("scores").get(id).asDouble();
    }
    return new MapMetadata()
        .with("tokenizer.ggml.model", "llama")
        .with("tokenizer.ggml.tokens", tokens)
        .with("tokenizer.ggml.scores", scores)
        .with(
            "tokenizer.ggml.token_type",
            StreamSupport.stream(node.get("types").spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .toArray())
        .with("tokenizer.ggml.add_space_prefix", node.get("add_space_prefix").asBoolean())
        .with(
            "tokenizer.ggml.remove_extra_whitespaces",
            node.get("remove_extra_whitespaces").asBoolean());
  }

  static Tokenizer tokenizer(int vocabulary) {
    return Tokenizers.of(metadata(vocabulary));
  }

  /** A text and its tokens. */
  record Case(String text, int[] tokens) {}

  static List<Case> cases(int vocabulary) {
    List<Case> cases = new ArrayList<>();
    for (JsonNode record : DOCUMENT.get(vocabulary).get("cases")) {
      int[] tokens =
          StreamSupport.stream(record.get("ids").spliterator(), false)
              .mapToInt(JsonNode::asInt)
              .toArray();
      cases.add(new Case(record.get("text").asText(), tokens));
    }
    return cases;
  }
}
