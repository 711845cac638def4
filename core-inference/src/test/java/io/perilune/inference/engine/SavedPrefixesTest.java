package io.perilune.inference.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.inference.kv.PrefixFile;
import io.perilune.inference.sampling.SamplingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine that starts again goes on from what the last one has computed. */
class SavedPrefixesTest {
  private static final int CONTEXT = 400;
  private static final int OUTPUT = 20;

  @TempDir private Path folder;

  private Path path() {
    return folder.resolve("prefixes.kv");
  }

  private LocalEngine engine(FakeModel model, int digest) {
    byte[] bytes = new byte[PrefixFile.DIGEST_BYTES];
    bytes[0] = (byte) digest;
    return new LocalEngine(
        model, EngineOptions.of(CONTEXT, 2 * CONTEXT), Optional.of(new PrefixFile(path(), bytes)));
  }

  private static FakeModel model() {
    return new FakeModel(CONTEXT, 300);
  }

  private static int[] prompt() {
    int[] prompt = new int[150];
    for (int i = 0; i < prompt.length; i++) {
      prompt[i] = i * 7 % FakeModel.POISON;
    }
    return prompt;
  }

  private static Outputs generate(LocalEngine engine) throws InterruptedException {
    return Outputs.of(
        engine.submit(new GenerationRequest(prompt(), OUTPUT, new int[0], SamplingOptions.GREEDY)));
  }

  @Test
  void anEngineGoesOnWhereTheLastOneEnded() throws Exception {
    try (LocalEngine first = engine(model(), 1)) {
      assertEquals(0, generate(first).finished().stats().cachedTokens());
    }
    try (LocalEngine second = engine(model(), 1)) {
      Outputs outputs = generate(second);
      assertEquals(prompt().length - 1, outputs.finished().stats().cachedTokens());
      assertArrayEquals(FakeModel.expected(prompt(), OUTPUT), outputs.tokens());
    }
  }

  @Test
  void aFileOfAnotherModelIsReplaced() throws Exception {
    try (LocalEngine first = engine(model(), 1)) {
      generate(first);
    }
    try (LocalEngine other = engine(model(), 2)) {
      assertEquals(0, generate(other).finished().stats().cachedTokens());
    }
    try (LocalEngine other = engine(model(), 2)) {
      assertTrue(generate(other).finished().stats().cachedTokens() > 0);
    }
  }

  @Test
  void anEngineThatFailedSavesNothing() throws Exception {
    FakeModel model = model();
    try (LocalEngine engine = engine(model, 1)) {
      generate(engine);
      model.failAfter(0);
      assertEquals(StopCause.ENGINE_STOPPED, generate(engine).cause());
    }
    assertFalse(Files.exists(path()));
  }

  @Test
  void aFileThatIsNoPrefixCacheIsLeftAlone() throws IOException {
    Files.writeString(path(), "my thesis");
    String message =
        assertThrows(IllegalArgumentException.class, () -> engine(model(), 1)).getMessage();
    assertTrue(message.contains(path().toString()), message);
    assertEquals("my thesis", Files.readString(path()));
  }

  @Test
  void aSaveThatFailsDoesNotKeepAnEngineFromClosing() throws Exception {
    FakeModel model = model();
    try (LocalEngine engine = engine(model, 1)) {
      generate(engine);
      Files.createDirectories(path().resolve("in the way"));
    }
    assertTrue(model.isClosed());
  }
}
