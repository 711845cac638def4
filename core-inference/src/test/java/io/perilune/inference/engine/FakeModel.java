package io.perilune.inference.engine;

import io.perilune.inference.kernel.KernelProvider;
import io.perilune.inference.kernel.Kernels;
import io.perilune.inference.kv.KvCache;
import io.perilune.inference.kv.KvSequence;
import io.perilune.inference.model.Batch;
import io.perilune.inference.model.LanguageModel;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model whose next token is a hash of all tokens before. It keeps the tokens in the KV cache and
 * reads them from there, so a sequence that is given another's block goes wrong.
 */
final class FakeModel implements LanguageModel {
  static final int VOCABULARY = 50;

  private static final Kernels KERNELS = KernelProvider.scalar();

  /** A token whose logits are NaN when it comes last. */
  static final int POISON = 49;

  private final int contextLength;
  private final int batchCapacity;
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger passes = new AtomicInteger();
  private KvCache cache;
  private volatile int failingPass = -1;
  private volatile Semaphore permits;
  private final CountDownLatch closed = new CountDownLatch(1);

  FakeModel(int contextLength, int batchCapacity) {
    this.contextLength = contextLength;
    this.batchCapacity = batchCapacity;
  }

  /** The output of a greedy generation, computed without any engine. */
  static int[] expected(int[] prompt, int count) {
    int[] tokens = Arrays.copyOf(prompt, prompt.length + count);
    for (int i = prompt.length; i < tokens.length; i++) {
      int hash = 0;
      for (int j = 0; j < i; j++) {
        hash = mix(hash, tokens[j]);
      }
      tokens[i] = next(hash);
    }
    return Arrays.copyOfRange(tokens, prompt.length, tokens.length);
  }

  private static int mix(int hash, int token) {
    return (hash ^ token + 1) * 0x01000193;
  }

  private static int next(int hash) {
    return Math.floorMod(hash >> 3, POISON);
  }

  /** Makes the n-th pass from now, 0 for the next one, fail. */
  void failAfter(int more) {
    failingPass = passes.get() + more;
  }

  /** From now on each pass takes a permit. */
  void hold(Semaphore semaphore) {
    permits = semaphore;
  }

  /** Waits until the n-th pass, 1 for the first one, has begun; it may lack its permit. */
  void awaitPass(int count) throws InterruptedException {
    while (begun.get() < count) {
      Thread.sleep(1);
    }
  }

  /** The number of passes that have got their permit. */
  int passes() {
    return passes.get();
  }

  KvCache cache() {
    return cache;
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  @Override
  public void forward(Batch batch, float[] logits) {
    begun.incrementAndGet();
    Semaphore semaphore = permits;
    if (semaphore != null) {
      semaphore.acquireUninterruptibly();
    }
    if (passes.getAndIncrement() == failingPass) {
      throw new IllegalStateException("this pass was to fail");
    }
    int row = 0;
    for (int i = 0; i < batch.size(); i++) {
      KvSequence sequence = batch.sequence(i);
      int position = batch.position(i);
      int place = position % KvCache.BLOCK_TOKENS;
      float[] token = {batch.token(i)};
      cache.write(KERNELS, sequence.block(position), 0, place, 0, token, 0, 1);
      if (batch.logitsWanted(i)) {
        compute(sequence, position, batch.token(i), logits, VOCABULARY * row++);
      }
    }
  }

  private void compute(KvSequence sequence, int last, int token, float[] logits, int offset) {
    int hash = 0;
    float[] tokens = new float[KvCache.BLOCK_TOKENS];
    for (int position = 0; position <= last; position++) {
      int place = position % KvCache.BLOCK_TOKENS;
      if (place == 0) {
        cache.read(KERNELS, sequence.block(position), 0, KvCache.BLOCK_TOKENS, 0, 1, tokens, 0);
      }
      hash = mix(hash, (int) tokens[place]);
    }
    Arrays.fill(logits, offset, offset + VOCABULARY, token == POISON ? Float.NaN : 0);
    if (token != POISON) {
      logits[offset + next(hash)] = 1;
    }
  }

  @Override
  public int vocabularySize() {
    return VOCABULARY;
  }

  @Override
  public int contextLength() {
    return contextLength;
  }

  @Override
  public int batchCapacity() {
    return batchCapacity;
  }

  @Override
  public int logitsCapacity() {
    return batchCapacity;
  }

  @Override
  public KvCache newCache(int tokens, KvCache.Precision precision) {
    cache = new KvCache(1, 1, tokens, KvCache.Precision.F32);
    return cache;
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
