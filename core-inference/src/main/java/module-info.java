/** Tensors and kernels, model graphs, tokenizer, sampling, constraints, KV cache and the engine. */
module io.perilune.inference {
  requires transitive io.perilune.gguf;
  requires jdk.incubator.vector;

  exports io.perilune.inference.benchmark;
  exports io.perilune.inference.constraint;
  exports io.perilune.inference.engine;
  exports io.perilune.inference.kernel;
  exports io.perilune.inference.kv;
  exports io.perilune.inference.model;
  exports io.perilune.inference.quant;
  exports io.perilune.inference.quantise;
  exports io.perilune.inference.sampling;
  exports io.perilune.inference.tokenizer;
}
