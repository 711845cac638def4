package io.perilune.inference.model;

import io.perilune.gguf.GgufFile;
import io.perilune.gguf.GgufFormatException;
import io.perilune.inference.kernel.KernelProvider;
import io.perilune.inference.kernel.Workers;
import io.perilune.inference.kv.KvCache.Precision;
import io.perilune.inference.sampling.Sampler;
import io.perilune.inference.sampling.SamplingOptions;
import io.perilune.inference.tokenizer.TextSegment;
import io.perilune.inference.tokenizer.Tokenizer;
import io.perilune.inference.tokenizer.Tokenizers;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The child process of {@link GgufBadOracleTest}: tries files, one after the other, and tells of
 * each what came of it, how long it took and what heap it used. What it tells are lines of words
 * with blanks between them.
 */
final class BadFileAttempts {
  /** How far a file is used, in the order in which a server does it. */
  enum Stage {
    PARSE,
    MODEL,
    TOKENIZER,
    RUNTIME
  }

  /** The line that tells the heap of the idle process, in bytes. */
  static final String IDLE = "idle";

  /** The engine ends a generation whose logits no token can be chosen from. */
  private static final class UnusableLogitsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableLogitsException() {
      super("the logits are not finite");
    }
  }

  private static final String VOCABULARY = "/io/perilune/inference/tokenizer/tiny-640.vocab.gguf";

  private static final List<MemoryPoolMXBean> HEAP =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .toList();

  private final Workers workers;

  /** Where the current attempt is. */
  private Stage stage;

  private BadFileAttempts(Workers workers) {
    this.workers = workers;
  }

  /** The only argument names a file with a line for each attempt: the last stage, and the path. */
  public static void main(String[] args) throws IOException {
    try (Workers workers = new Workers(1)) {
      BadFileAttempts attempts = new BadFileAttempts(workers);
      attempts.warmUp();
      System.out.println(IDLE + " " + usedHeap());
      for (String line : Files.readAllLines(Path.of(args[0]))) {
        String[] words = line.split(" ", 2);
        attempts.run(Stage.valueOf(words[0]), Path.of(words[1]));
      }
    }
  }

  /** Loads the classes, so that the attempts are timed without. */
  private void warmUp() throws IOException {
    use(TinyModel.llama().file(), Stage.MODEL);
    Path vocabulary = Files.createTempFile("vocabulary", ".gguf");
    try (InputStream resource = BadFileAttempts.class.getResourceAsStream(VOCABULARY)) {
      Files.write(vocabulary, resource.readAllBytes());
      tokenize(GgufFile.open(vocabulary));
    } finally {
      Files.delete(vocabulary);
    }
  }

  private void run(Stage last, Path path) {
    long idle = usedHeap();
    HEAP.forEach(MemoryPoolMXBean::resetPeakUsage);
    long start = System.nanoTime();
    stage = Stage.PARSE;
    String outcome = "accepted";
    String message = "";
    try {
      use(GgufFile.open(path), last);
    } catch (GgufFormatException | UnusableLogitsException e) {
      outcome = "refused";
      message = e.getMessage();
    } catch (Throwable e) {
      outcome = "failed";
      message = e.toString();
    }
    long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
    long peak = HEAP.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    byte[] text = message.getBytes(StandardCharsets.UTF_8);
    System.out.println(
        String.join(
            " ",
            outcome,
            stage.name(),
            Long.toString(micros),
            Long.toString(Math.max(0, peak - idle)),
            Base64.getEncoder().encodeToString(text)));
  }

  private void use(GgufFile file, Stage last) {
    file.tensors().forEach(file::data);
    if (last == Stage.PARSE) {
      return;
    }
    stage = Stage.MODEL;
    try (LanguageModel model =
        LanguageModels.load(file, KernelProvider.fastest(), workers, new LoadOptions(1, 1))) {
      if (last.compareTo(Stage.TOKENIZER) >= 0) {
        stage = Stage.TOKENIZER;
        tokenize(file);
      }
      stage = Stage.RUNTIME;
      try (TokenRunner runner = new TokenRunner(model, 1, Precision.F16)) {
        float[] logits = runner.run(new int[] {0}, 1);
        Sampler sampler = new Sampler(SamplingOptions.GREEDY, model.vocabularySize());
        if (sampler.sample(logits, 0) == Sampler.NO_TOKEN) {
          throw new UnusableLogitsException();
        }
      }
    }
  }

  private static void tokenize(GgufFile file) {
    Tokenizer tokenizer = Tokenizers.of(file.metadata());
    tokenizer.encode(List.of(new TextSegment("a b  abc\n", true)));
  }

  private static long usedHeap() {
    System.gc();
    return HEAP.stream().mapToLong(pool -> pool.getUsage().getUsed()).sum();
  }
}
