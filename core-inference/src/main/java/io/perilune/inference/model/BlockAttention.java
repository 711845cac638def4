package io.perilune.inference.model;

import io.perilune.inference.kernel.Activations;
import io.perilune.inference.kernel.Kernels;
import io.perilune.inference.kernel.Workers;
import io.perilune.inference.kv.KvCache;
import io.perilune.inference.kv.KvSequence;
import java.util.Arrays;

/**
 * Softmax attention over cached blocks: a block is converted to floats once for a tile of queries
 * (some tokens of a sequence times some heads), and the softmax runs block by block with a running
 * maximum and sum, so that no row of scores is ever as long as the context.
 */
final class BlockAttention implements Workers.Task {
  /** Prepares a token's row of keys and values where it lies, before it is cached. */
  @FunctionalInterface
  interface RowPreparation {
    /** Prepares the row of active token {@code i}, at {@code data[row]}. */
    void prepare(int i, float[] data, int row);
  }

  private static final int TOKENS_PER_TILE = 8;
  private static final int HEADS_PER_TILE = 8;
  private static final int BLOCK = KvCache.BLOCK_TOKENS;

  private final Compute compute;
  private final CachedHeads layout;
  private final float scoreScale;
  private final Activations rows;
  private final Activations queries;
  private final Activations outputs;
  private final Scratch[] scratch;
  private final int headTiles;
  private final int[] tileStarts;

  private final Workers.Task storeRows = this::storeRows;

  private int layer;
  private ActiveTokens tokens;
  private RowPreparation preparation;

  /** One worker's buffers. */
  private static final class Scratch {
    final float[] keys;
    final float[] values;
    final float[] scores = new float[BLOCK];
    final float[] maxima = new float[TOKENS_PER_TILE * HEADS_PER_TILE];
    final float[] sums = new float[TOKENS_PER_TILE * HEADS_PER_TILE];

    Scratch(CachedHeads layout) {
      keys = new float[BLOCK * layout.keyWidth()];
      values = layout.valuesInsideKeys() ? keys : new float[BLOCK * layout.valueWidth()];
    }
  }

  /**
   * Allocates.
   *
   * @param rows per token, what is cached of it
   * @param queries per token, each head's query of {@code keyWidth}
   * @param outputs per token, each head's weighted sum of values, of {@code valueWidth}
   * @param capacity the largest number of tokens
   */
  BlockAttention(
      Compute compute,
      CachedHeads layout,
      float scoreScale,
      Activations rows,
      Activations queries,
      Activations outputs,
      int capacity) {
    this.compute = compute;
    this.layout = layout;
    this.scoreScale = scoreScale;
    this.rows = rows;
    this.queries = queries;
    this.outputs = outputs;
    this.scratch = new Scratch[compute.threads()];
    for (int i = 0; i < scratch.length; i++) {
      scratch[i] = new Scratch(layout);
    }
    this.headTiles = Math.ceilDiv(layout.queriesPerHead(), HEADS_PER_TILE);
    this.tileStarts = new int[capacity + 1];
  }

  /** Prepares the tokens' rows and caches them in a layer. */
  void store(ActiveTokens tokens, int layer, RowPreparation preparation) {
    this.tokens = tokens;
    this.layer = layer;
    this.preparation = preparation;
    compute.forEach(tokens.count(), storeRows);
  }

  private void storeRows(int from, int to, int worker) {
    for (int i = from; i < to; i++) {
      int row = rows.row(i);
      preparation.prepare(i, rows.data(), row);
      KvSequence sequence = tokens.sequence(i);
      int position = tokens.position(i);
      sequence
          .cache()
          .write(
              compute.kernels(),
              sequence.block(position),
              layer,
              position % BLOCK,
              0,
              rows.data(),
              row,
              layout.rowWidth());
    }
  }

  /** Attends in a layer whose cached rows are complete. */
  void attend(ActiveTokens tokens, int layer) {
    this.tokens = tokens;
    this.layer = layer;
    int tiles = splitIntoTiles();
    compute.forEach(tiles * layout.keyValueHeads() * headTiles, this);
  }

  /** Tiles of neighbours of one sequence. */
  private int splitIntoTiles() {
    int tiles = 0;
    for (int i = 0; i < tokens.count(); i++) {
      boolean begins =
          tiles == 0
              || i - tileStarts[tiles - 1] == TOKENS_PER_TILE
              || tokens.sequence(i) != tokens.sequence(i - 1);
      if (begins) {
        tileStarts[tiles++] = i;
      }
    }
    tileStarts[tiles] = tokens.count();
    return tiles;
  }

  @Override
  public void run(int from, int to, int worker) {
    for (int item = from; item < to; item++) {
      int headTile = item % headTiles;
      int keyValueHead = item / headTiles % layout.keyValueHeads();
      int tile = item / headTiles / layout.keyValueHeads();
      int group = layout.queriesPerHead();
      int firstHead = keyValueHead * group + headTile * HEADS_PER_TILE;
      int endHead = Math.min((keyValueHead + 1) * group, firstHead + HEADS_PER_TILE);
      attendTile(
          tileStarts[tile],
          tileStarts[tile + 1],
          keyValueHead,
          firstHead,
          endHead,
          scratch[worker]);
    }
  }

  private void attendTile(
      int from, int to, int keyValueHead, int firstHead, int endHead, Scratch s) {
    begin(from, to, firstHead, endHead, s);
    KvSequence sequence = tokens.sequence(from);
    int last = tokens.position(to - 1);
    for (int start = 0; start <= last; start += BLOCK) {
      readBlock(sequence, start, Math.min(BLOCK, last - start + 1), keyValueHead, s);
      int q = 0;
      for (int i = from; i < to; i++) {
        int visible = Math.min(BLOCK, tokens.position(i) - start + 1);
        for (int head = firstHead; head < endHead; head++, q++) {
          if (visible > 0) {
            attendBlock(i, head, visible, q, s);
          }
        }
      }
    }
    finish(from, to, firstHead, endHead, s);
  }

  private void begin(int from, int to, int firstHead, int endHead, Scratch s) {
    int q = 0;
    int width = layout.valueWidth();
    for (int i = from; i < to; i++) {
      for (int head = firstHead; head < endHead; head++, q++) {
        s.maxima[q] = Float.NEGATIVE_INFINITY;
        s.sums[q] = 0;
      }
      int row = outputs.row(i);
      Arrays.fill(outputs.data(), row + firstHead * width, row + endHead * width, 0);
    }
  }

  private void readBlock(KvSequence sequence, int start, int rows, int keyValueHead, Scratch s) {
    KvCache cache = sequence.cache();
    int block = sequence.block(start);
    int keyColumn = layout.keyColumn(keyValueHead);
    cache.read(compute.kernels(), block, layer, rows, keyColumn, layout.keyWidth(), s.keys, 0);
    if (!layout.valuesInsideKeys()) {
      int valueColumn = layout.valueColumn(keyValueHead);
      cache.read(
          compute.kernels(), block, layer, rows, valueColumn, layout.valueWidth(), s.values, 0);
    }
  }

  /** Takes the first {@code rows} rows of the block into query {@code q}'s softmax. */
  private void attendBlock(int token, int head, int rows, int q, Scratch s) {
    Kernels kernels = compute.kernels();
    int keyWidth = layout.keyWidth();
    int query = queries.row(token) + head * keyWidth;
    for (int r = 0; r < rows; r++) {
      s.scores[r] = scoreScale * kernels.dot(queries.data(), query, s.keys, r * keyWidth, keyWidth);
    }
    int valueWidth = layout.valueWidth();
    int output = outputs.row(token) + head * valueWidth;
    float max = Math.max(s.maxima[q], kernels.max(s.scores, 0, rows));
    if (max > s.maxima[q] && s.sums[q] > 0) {
      float shrink = (float) Math.exp(s.maxima[q] - max);
      s.sums[q] *= shrink;
      kernels.scale(shrink, outputs.data(), output, valueWidth);
    }
    s.maxima[q] = max;
    s.sums[q] += kernels.expSum(s.scores, 0, rows, max);
    int valueStride = layout.valuesInsideKeys() ? keyWidth : valueWidth;
    for (int r = 0; r < rows; r++) {
      kernels.addScaled(s.scores[r], s.values, r * valueStride, outputs.data(), output, valueWidth);
    }
  }

  private void finish(int from, int to, int firstHead, int endHead, Scratch s) {
    int q = 0;
    int width = layout.valueWidth();
    for (int i = from; i < to; i++) {
      for (int head = firstHead; head < endHead; head++, q++) {
        int output = outputs.row(i) + head * width;
        compute.kernels().scale(1 / s.sums[q], outputs.data(), output, width);
      }
    }
  }
}
