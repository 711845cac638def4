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
 * maximum and sum, so that no row of scores is ever as long as the context. Scores and weighted
 * sums of a tile are products of matrices.
 */
final class BlockAttention implements Workers.Task {
  /** Prepares a token's row of keys and values where it lies, before it is cached. */
  @FunctionalInterface
  interface RowPreparation {
    /** Prepares the row of active token {@code i}, at {@code data[row]}. */
    void prepare(int i, float[] data, int row);
  }

  /** Queries in a tile, where there are so many: its keys, values and sums stay in a cache. */
  private static final int QUERIES_PER_TILE = 48;

  /** Few enough that a single token's heads keep several workers busy. */
  private static final int HEADS_PER_TILE = 24;

  /** Queries to whose multiples a tile is padded: the lanes of the widest vectors. */
  private static final int PADDING = 16;

  private static final int BLOCK = KvCache.BLOCK_TOKENS;

  private final Compute compute;
  private final CachedHeads layout;
  private final float scoreScale;
  private final Activations rows;
  private final Activations queries;
  private final Activations outputs;
  private final Scratch[] scratch;
  private final int headTiles;
  private final int tokensPerTile;
  private final int[] tileStarts;

  private final Workers.Task storeRows = this::storeRows;

  private int layer;
  private ActiveTokens tokens;
  private RowPreparation preparation;

  /** One worker's buffers. */
  private static final class Scratch {
    final float[] keys;
    final float[] values;

    /** Element by element, the tile's queries side by side. */
    final float[] queries;

    /** Key by key, the queries' scores side by side. */
    final float[] scores = new float[BLOCK * QUERIES_PER_TILE];

    /** Query by query, the keys' weights side by side. */
    final float[] weights = new float[BLOCK * QUERIES_PER_TILE];

    /** Query by query, the weighted sum of values. */
    final float[] outputs;

    final float[] maxima = new float[QUERIES_PER_TILE];
    final float[] sums = new float[QUERIES_PER_TILE];

    Scratch(CachedHeads layout) {
      queries = new float[QUERIES_PER_TILE * layout.keyWidth()];
      outputs = new float[QUERIES_PER_TILE * layout.valueWidth()];
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
    this.tokensPerTile = QUERIES_PER_TILE / Math.min(layout.queriesPerHead(), HEADS_PER_TILE);
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
              || i - tileStarts[tiles - 1] == tokensPerTile
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
    int heads = endHead - firstHead;
    int count = (to - from) * heads;
    int padded = Math.ceilDiv(count, PADDING) * PADDING;
    begin(from, to, firstHead, heads, padded, s);
    KvSequence sequence = tokens.sequence(from);
    int last = tokens.position(to - 1);
    for (int start = 0; start <= last; start += BLOCK) {
      int rows = Math.min(BLOCK, last - start + 1);
      readBlock(sequence, start, rows, keyValueHead, s);
      score(rows, count, padded, s);
      if (tokens.position(from) - start + 1 >= rows) {
        weigh(0, count, rows, s);
        addValues(0, count, rows, s);
      } else {
        attendToBeginnings(from, to, heads, start, rows, s);
      }
    }
    finish(from, to, firstHead, heads, s);
  }

  /** Puts the tile's queries, scaled, side by side, and empties its sums. */
  private void begin(int from, int to, int firstHead, int heads, int padded, Scratch s) {
    int width = layout.keyWidth();
    int count = (to - from) * heads;
    Kernels kernels = compute.kernels();
    Arrays.fill(s.queries, 0, padded * width, 0);
    for (int i = from; i < to; i++) {
      int query = queries.row(i) + firstHead * width;
      int at = (i - from) * heads;
      kernels.transpose(queries.data(), query, width, s.queries, at, padded, heads, width);
    }
    kernels.scale(scoreScale, s.queries, 0, padded * width);
    Arrays.fill(s.maxima, 0, count, Float.NEGATIVE_INFINITY);
    Arrays.fill(s.sums, 0, count, 0);
    Arrays.fill(s.outputs, 0, count * layout.valueWidth(), 0);
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

  private void score(int rows, int count, int padded, Scratch s) {
    Kernels kernels = compute.kernels();
    int width = layout.keyWidth();
    Arrays.fill(s.scores, 0, rows * padded, 0);
    kernels.addProduct(
        s.keys, 0, width, s.queries, 0, padded, s.scores, 0, padded, rows, padded, width);
    kernels.transpose(s.scores, 0, padded, s.weights, 0, BLOCK, rows, count);
  }

  /** Each token by itself, as it must not see the rows of those after it. */
  private void attendToBeginnings(int from, int to, int heads, int start, int rows, Scratch s) {
    for (int i = from; i < to; i++) {
      int visible = Math.min(rows, tokens.position(i) - start + 1);
      if (visible > 0) {
        weigh((i - from) * heads, heads, visible, s);
        addValues((i - from) * heads, heads, visible, s);
      }
    }
  }

  /** Turns some queries' scores of the block's first {@code rows} keys into weights. */
  private void weigh(int firstQuery, int count, int rows, Scratch s) {
    Kernels kernels = compute.kernels();
    int width = layout.valueWidth();
    for (int q = firstQuery; q < firstQuery + count; q++) {
      int at = q * BLOCK;
      float max = Math.max(s.maxima[q], kernels.max(s.weights, at, rows));
      if (max > s.maxima[q] && s.sums[q] > 0) {
        float shrink = (float) Math.exp(s.maxima[q] - max);
        s.sums[q] *= shrink;
        kernels.scale(shrink, s.outputs, q * width, width);
      }
      s.maxima[q] = max;
      s.sums[q] += kernels.expSum(s.weights, at, rows, max);
    }
  }

  /** Adds the values of the block's rows, weighted, to some queries' outputs. */
  private void addValues(int firstQuery, int count, int rows, Scratch s) {
    int width = layout.valueWidth();
    int stride = layout.valuesInsideKeys() ? layout.keyWidth() : width;
    int weights = firstQuery * BLOCK;
    int output = firstQuery * width;
    compute
        .kernels()
        .addProduct(
            s.weights, weights, BLOCK, s.values, 0, stride, s.outputs, output, width, count, width,
            rows);
  }

  private void finish(int from, int to, int firstHead, int heads, Scratch s) {
    int width = layout.valueWidth();
    for (int q = 0; q < (to - from) * heads; q++) {
      compute.kernels().scale(1 / s.sums[q], s.outputs, q * width, width);
    }
    int size = heads * width;
    for (int i = from; i < to; i++) {
      int target = outputs.row(i) + firstHead * width;
      System.arraycopy(s.outputs, (i - from) * size, outputs.data(), target, size);
    }
  }
}
