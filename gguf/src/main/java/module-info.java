/** The GGUF file format: read, validate, write. */
module io.perilune.gguf {
  exports io.perilune.gguf;
}
