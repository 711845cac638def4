package io.perilune.inference.constraint;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.perilune.gguf.GgufFile;
import io.perilune.inference.sampling.Sampler;
import io.perilune.inference.sampling.SamplingOptions;
import io.perilune.inference.tokenizer.Tokenizer;
import io.perilune.inference.tokenizer.Tokenizers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Any JSON value, from random logits over a small real vocabulary. */
class JsonSamplingTest {
  private static final String JSON =
      """
      root ::= object
      value ::= object | array | string | number | "true" | "false" | "null"
      object ::= "{" space (member ("," space member)*)? "}" space
      member ::= string ":" space value
      array ::= "[" space (value ("," space value)*)? "]" space
      string ::= "\\"" character* "\\"" space
      character ::= [^"\\\\\\x00-\\x1F] | "\\\\" (["\\\\/bfnrt] | "u" [0-9a-fA-F]{4})
      number ::= "-"? ("0" | [1-9] [0-9]{0,15}) ("." [0-9]{1,15})? ([eE] [-+]? [0-9]{1,2})? space
      space ::= [ \\n]{0,2}
      """;

  private static final int SAMPLES = 300;
  private static final int MAX_TOKENS = 3000;

  @Test
  void everyCompleteSampleParses() throws IOException, URISyntaxException {
    Tokenizer tokenizer = tokenizer();
    CompiledConstraint compiled =
        new ConstraintCompiler(tokenizer)
            .compile(GenerationConstraint.whole(GbnfReader.read(JSON)));
    ObjectMapper parser =
        JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    int complete = 0;
    for (int seed = 0; seed < SAMPLES; seed++) {
      byte[] text = sample(compiled, tokenizer, seed);
      if (text != null) {
        complete++;
        assertDoesNotThrow(() -> parser.readTree(text), () -> new String(text));
      }
    }
    assertTrue(complete > SAMPLES / 2, "complete " + complete);
  }

  /** A sample, or null if it did not come to an end. */
  private static byte[] sample(CompiledConstraint compiled, Tokenizer tokenizer, long seed) {
    Random random = new Random(seed);
    int size = tokenizer.vocabularySize();
    Sampler sampler = new Sampler(new SamplingOptions(1, 0, 1, 0, seed), size);
    ConstraintMatcher matcher = compiled.newMatcher();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    float[] logits = new float[size];
    for (int i = 0; i < MAX_TOKENS; i++) {
      for (int token = 0; token < size; token++) {
        byte[] bytes = tokenizer.bytes(token);
        boolean closes = bytes.length == 1 && "\"}]".indexOf(bytes[0]) >= 0;
        logits[token] = (float) random.nextGaussian() + (closes ? 4 : 0);
      }
      int token = sampler.sample(logits, 0, matcher);
      sampler.accept(token);
      assertTrue(token >= 0, "no token is allowed after " + text);
      if (matcher.ended()) {
        return text.toByteArray();
      }
      text.writeBytes(tokenizer.bytes(token));
    }
    return null;
  }

  private static Tokenizer tokenizer() throws IOException, URISyntaxException {
    Path file = Path.of(Tokenizer.class.getResource("tiny-640.vocab.gguf").toURI());
    try (GgufFile gguf = GgufFile.open(file)) {
      return Tokenizers.of(gguf.metadata());
    }
  }
}
