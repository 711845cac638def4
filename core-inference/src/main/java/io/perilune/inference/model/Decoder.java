package io.perilune.inference.model;

import io.perilune.gguf.GgufFile;
import io.perilune.inference.kernel.Activations;
import io.perilune.inference.kernel.Kernels;
import io.perilune.inference.kernel.PanelProduct;
import io.perilune.inference.kernel.Workers;
import io.perilune.inference.kv.KvCache;
import java.util.ArrayList;
import java.util.List;

/**
 * A decoder of pre-normalised layers with residual connections: {@code x += attention(norm x); x +=
 * feedForward(norm x)}. Nothing that outlasts a pass is allocated in it.
 */
final class Decoder implements LanguageModel {
  private record Layer(
      float[] attentionNorm,
      Attention attention,
      float[] feedForwardNorm,
      FeedForward feedForward) {}

  private final ModelConfig config;
  private final ModelWeights weights;
  private final Compute compute;
  private final LoadOptions options;
  private final GgufFile file;
  private final HiddenState state;
  private final Rotary rotary;
  private final List<Layer> layers;
  private final ActiveTokens all;
  private final ActiveTokens wanted;
  private final Workers.Task embed = this::embed;
  private final Workers.Task normalise = this::normalise;
  private final Workers.Task addAndNormalise = this::addAndNormalise;

  private Batch batch;
  private float[] norm;
  private float[] logitsArray;
  private Products logits;

  Decoder(
      ModelConfig config,
      ModelWeights weights,
      Compute compute,
      LoadOptions options,
      GgufFile file) {
    this.config = config;
    this.weights = weights;
    this.compute = compute;
    this.options = options;
    this.file = file;
    int capacity = options.batchCapacity();
    state = HiddenState.allocate(capacity, config.width());
    rotary = new Rotary(config.rotary(), weights.rotaryFactors(), capacity);
    all = new ActiveTokens(capacity);
    wanted = new ActiveTokens(capacity);
    LayerFactory factory = new LayerFactory(config, compute, state, rotary, capacity);
    layers = new ArrayList<>();
    for (ModelWeights.Layer layer : weights.layers()) {
      layers.add(
          new Layer(
              layer.attentionNorm(),
              factory.attention(layers.size(), layer.attention()),
              layer.feedForwardNorm(),
              factory.feedForward(layers.size(), layer.feedForward())));
    }
    compute.panels().reserve(1, PanelProduct.floats(capacity, config.width()));
    compute.panels().allocate();
  }

  @Override
  public int vocabularySize() {
    return config.vocabularySize();
  }

  @Override
  public int contextLength() {
    return config.contextLength();
  }

  @Override
  public int batchCapacity() {
    return options.batchCapacity();
  }

  @Override
  public int logitsCapacity() {
    return options.logitsCapacity();
  }

  @Override
  public KvCache newCache(int tokens, KvCache.Precision precision) {
    config.requireCacheable(precision);
    return new KvCache(layers.size(), config.cacheWidth(), tokens, precision);
  }

  @Override
  public void forward(Batch batch, float[] logits) {
    check(batch, logits);
    this.batch = batch;
    all.selectAll(batch);
    wanted.selectWanted(batch);
    rotary.prepare(batch);
    compute.forEach(all.count(), embed);
    for (int i = 0; i < layers.size() - 1; i++) {
      Layer layer = layers.get(i);
      run(i == 0 ? normalise : addAndNormalise, layer.attentionNorm(), all.count());
      layer.attention().store(all);
      finish(layer, all);
    }
    Layer last = layers.getLast();
    run(layers.size() == 1 ? normalise : addAndNormalise, last.attentionNorm(), all.count());
    last.attention().store(all);
    if (wanted.count() > 0) {
      keepWanted();
      finish(last, wanted);
      run(addAndNormalise, weights.outputNorm(), wanted.count());
      multiplyLogits(logits);
    }
  }

  private void finish(Layer layer, ActiveTokens tokens) {
    layer.attention().attend(tokens);
    run(addAndNormalise, layer.feedForwardNorm(), tokens.count());
    layer.feedForward().forward(tokens.count());
  }

  private void run(Workers.Task task, float[] norm, int tokens) {
    this.norm = norm;
    compute.forEach(tokens, task);
  }

  private void embed(int from, int to, int worker) {
    Activations residual = state.residual();
    for (int t = from; t < to; t++) {
      compute
          .kernels()
          .readRow(weights.embedding(), batch.token(t), residual.data(), residual.row(t));
    }
  }

  private void addAndNormalise(int from, int to, int worker) {
    Activations residual = state.residual();
    Activations update = state.update();
    for (int t = from; t < to; t++) {
      compute
          .kernels()
          .addScaled(
              1, update.data(), update.row(t), residual.data(), residual.row(t), config.width());
    }
    normalise(from, to, worker);
  }

  private void normalise(int from, int to, int worker) {
    Kernels kernels = compute.kernels();
    Activations x = state.residual();
    Activations y = state.normed();
    for (int t = from; t < to; t++) {
      kernels.rmsNorm(
          x.data(), x.row(t), norm, config.epsilon(), y.data(), y.row(t), config.width());
    }
  }

  /** Moves the wanted tokens' rows to the front. */
  private void keepWanted() {
    for (int i = 0; i < wanted.count(); i++) {
      moveRow(state.residual(), wanted.batchIndex(i), i);
      moveRow(state.normed(), wanted.batchIndex(i), i);
    }
  }

  private static void moveRow(Activations a, int from, int to) {
    System.arraycopy(a.data(), a.row(from), a.data(), a.row(to), a.width());
  }

  private void multiplyLogits(float[] target) {
    if (target != logitsArray) {
      Activations y = Activations.over(target, config.vocabularySize());
      logits = new Products(compute, new Product(weights.output(), state.normed(), y));
      logitsArray = target;
    }
    logits.multiply(wanted.count());
  }

  private void check(Batch batch, float[] logits) {
    if (batch.size() < 1 || batch.size() > batchCapacity()) {
      throw new IllegalArgumentException(
          "a batch of " + batch.size() + " tokens; it must have 1 to " + batchCapacity());
    }
    int count = batch.logitsCount();
    if (count > logitsCapacity() || (long) count * vocabularySize() > logits.length) {
      throw new IllegalArgumentException(
          "the logits of "
              + count
              + " tokens are wanted; the model can give those of "
              + logitsCapacity()
              + ", and the array holds "
              + logits.length
              + " floats");
    }
    for (int t = 0; t < batch.size(); t++) {
      if (batch.token(t) < 0 || batch.token(t) >= vocabularySize()) {
        throw new IllegalArgumentException(
            "token " + batch.token(t) + " of a vocabulary of " + vocabularySize());
      }
      KvCache cache = batch.sequence(t).cache();
      if (cache.layers() != layers.size() || cache.rowWidth() != config.cacheWidth()) {
        throw new IllegalArgumentException("the sequence's cache was made for another model");
      }
      if (batch.position(t) < 0 || batch.position(t) >= batch.sequence(t).capacity()) {
        throw new IllegalArgumentException(
            "position " + batch.position(t) + " has no room in its sequence; reserve it first");
      }
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
