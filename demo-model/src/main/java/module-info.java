/** The embedded default model, a very small demonstration of Kimi-K2's architecture. */
module io.perilune.demo {
  exports io.perilune.demo;
}
