package io.perilune.server.chat;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.inference.sampling.TokenLogprobs;
import io.perilune.inference.tokenizer.TokenDecoder;
import io.perilune.inference.tokenizer.Tokenizer;
import io.perilune.server.constraint.ByteVocabulary;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ContentTokensTest {
  private static final Tokenizer TOKENIZER = new ByteVocabulary();

  private final TokenDecoder decoder = new TokenDecoder(TOKENIZER);
  private final ContentTokens tokens = new ContentTokens(TOKENIZER);

  private void generate(String text) {
    for (int token : TOKENIZER.encode(text)) {
      generate(token);
    }
  }

  private void generate(int token) {
    tokens.accept(
        token, new TokenLogprobs(-token, new int[0], new float[0]), decoder.accept(token));
  }

  private static String text(List<ContentToken> tokens) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    tokens.forEach(token -> bytes.writeBytes(token.token().bytes()));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** However content is held back and passed on, it comes with all its tokens, each once. */
  @Property
  void contentHasItsTokens(
      @ForAll @Chars({'é', '世', '\n'}) @CharRange(from = 'a', to = 'c') String text,
      @ForAll @Size(min = 1, max = 10) List<@IntRange(min = 1, max = 5) Integer> steps) {
    ContentTokensTest run = new ContentTokensTest();
    List<ContentToken> all = new ArrayList<>();
    int passed = 0;
    for (int i = 0, step = 0; i < text.length(); i++) {
      run.generate(text.substring(i, i + 1));
      if (i + 1 - passed >= steps.get(step % steps.size())) {
        // Some of what was generated stays held back.
        int end = Math.max(passed + 1, i + 1 - step % 2);
        all.addAll(run.tokens.pass(text.substring(passed, end)));
        passed = end;
        step++;
      }
      assertTrue(text.startsWith(text(all)));
    }
    if (passed < text.length()) {
      all.addAll(run.tokens.pass(text.substring(passed)));
    }
    assertEquals(text, text(all));
    all.forEach(token -> assertEquals(-(token.token().bytes()[0] & 0xFF), token.token().logprob()));
  }

  @Test
  void leavesOutWhatIsNotContent() {
    generate("thoughts");
    assertEquals("thoughts", text(tokens.pass("thoughts")));
    generate(TOKENIZER.control("<|tool_call_begin|>").orElseThrow());
    generate("</marker>\n\nanswer");
    assertEquals("answer", text(tokens.pass("answer")));
    generate("<|dropped|>");
    tokens.clear();
    generate("more");
    assertEquals("more", text(tokens.pass("more")));
  }

  @Test
  void takesAPartOfACharacterWithTheTokenThatCompletesIt() {
    generate("a");
    generate(0xC3);
    generate(0xA9);
    List<ContentToken> own = tokens.pass("aé");
    assertEquals(3, own.size());
    assertArrayEquals(new byte[] {(byte) 0xC3}, own.get(1).token().bytes());
    assertArrayEquals(new byte[] {(byte) 0xA9}, own.get(2).token().bytes());
    generate(0xE4);
    tokens.accept(decoder.finish());
    assertEquals(1, tokens.pass("\uFFFD").size());
  }

  @Test
  void survivesTextThatWasNeverGenerated() {
    generate("abc");
    assertEquals("ab", text(tokens.pass("xy")));
    assertEquals("c", text(tokens.pass("c and more")));
    assertEquals("", text(tokens.pass("even more")));
    generate("d");
    assertEquals("d", text(tokens.pass("d")));
  }
}
