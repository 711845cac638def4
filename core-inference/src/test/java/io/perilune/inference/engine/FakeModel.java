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
import java.util.function.IntConsumer;

/**
 * A model whose next token mostly follows from the last one, so that its output repeats itself, and
 * sometimes from a hash of all tokens before. It keeps the hash of each prefix in the KV cache and
 * goes on from there, so a sequence that is given another's block goes wrong.
 */
final class FakeModel implements LanguageModel {
  static final int VOCABULARY = 50;

  /** A token whose logits are NaN when it comes last; it is never chosen. */
  static final int POISON = 49;

  private static final Kernels KERNELS = KernelProvider.scalar();

  /** How much likelier the best token is than any other. */
  static final float LEAD = 5;

  /** One token in so many does not follow from the last one. */
  private static final int SURPRISES = 8;

  /** Tokens that follow each other in a circle. */
  private static final int CIRCLE = 10;

  /** Floats hold so many bits of an integer. */
  private static final int HASH_MASK = (1 << 24) - 1;

  private final int contextLength;
  private final int batchCapacity;
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger passes = new AtomicInteger();
  private final float[] rowsRead = new float[KvCache.BLOCK_TOKENS];
  private KvCache cache;
  private volatile int failingPass = -1;
  private volatile Semaphore permits;
  private IntConsumer whenPassing = size -> {};
  private final CountDownLatch closed = new CountDownLatch(1);

  FakeModel(int contextLength, int batchCapacity) {
    this.contextLength = contextLength;
    this.batchCapacity = batchCapacity;
  }

  /** The output of a greedy generation, computed without any engine. */
  static int[] expected(int[] prompt, int count) {
    int[] tokens = new int[count];
    int hash = 0;
    int last = 0;
    for (int token : prompt) {
      hash = mix(hash, token);
      last = token;
    }
    for (int i = 0; i < count; i++) {
      last = next(hash, last);
      tokens[i] = last;
      hash = mix(hash, last);
    }
    return tokens;
  }

  static int mix(int hash, int token) {
    int mixed = (hash ^ token + 1) * 0x01000193;
    return (mixed ^ mixed >>> 15) & HASH_MASK;
  }

  private static int next(int hash, int last) {
    return hash % SURPRISES == 0 ? hash / SURPRISES % POISON : (last + 1) % CIRCLE;
  }

  /** The logits after a prefix with this hash that ends with {@code last}. */
  static void fillLogits(int hash, int last, float[] logits, int offset) {
    Arrays.fill(logits, offset, offset + VOCABULARY, last == POISON ? Float.NaN : 0);
    if (last != POISON) {
      logits[offset + next(hash, last)] = LEAD;
      logits[offset + POISON] = Float.NEGATIVE_INFINITY;
    }
  }

  /** Makes the n-th pass from now, 0 for the next one, fail; none if it is negative. */
  void failAfter(int more) {
    failingPass = more < 0 ? -1 : passes.get() + more;
  }

  /** Calls an action with the tokens of each pass. */
  void whenPassing(IntConsumer action) {
    whenPassing = action;
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
    whenPassing.accept(batch.size());
    Semaphore semaphore = permits;
    if (semaphore != null) {
      semaphore.acquireUninterruptibly();
    }
    if (passes.getAndIncrement() == failingPass) {
      throw new IllegalStateException("this pass was to fail");
    }
    int row = 0;
    int hash = 0;
    for (int i = 0; i < batch.size(); i++) {
      boolean goesOn = i > 0 && batch.sequence(i) == batch.sequence(i - 1);
      int before = goesOn ? hash : stored(batch.sequence(i), batch.position(i) - 1);
      hash = mix(before, batch.token(i));
      store(batch.sequence(i), batch.position(i), hash);
      if (batch.logitsWanted(i)) {
        fillLogits(hash, batch.token(i), logits, VOCABULARY * row++);
      }
    }
  }

  /** The hash of the prefix that ends at a position; the empty prefix's is 0. */
  private int stored(KvSequence sequence, int position) {
    if (position < 0) {
      return 0;
    }
    int rows = position % KvCache.BLOCK_TOKENS + 1;
    cache.read(KERNELS, sequence.block(position), 0, rows, 0, 1, rowsRead, 0);
    return (int) rowsRead[rows - 1];
  }

  private void store(KvSequence sequence, int position, int hash) {
    float[] value = {hash};
    int row = position % KvCache.BLOCK_TOKENS;
    cache.write(KERNELS, sequence.block(position), 0, row, 0, value, 0, 1);
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
