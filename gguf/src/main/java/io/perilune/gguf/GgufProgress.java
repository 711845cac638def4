package io.perilune.gguf;

/** Is told how far writing has come. */
@FunctionalInterface
public interface GgufProgress {
  /** Tells no one. */
  GgufProgress NONE = (bytes, total) -> {};

  /** So many bytes of tensor data of so many are written. */
  void written(long bytes, long total);
}
