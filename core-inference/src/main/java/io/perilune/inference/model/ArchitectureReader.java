package io.perilune.inference.model;

import io.perilune.gguf.GgufFile;

/** Reads the hyper-parameters of one architecture. */
interface ArchitectureReader {
  /** The value of {@code general.architecture}. */
  String architecture();

  ModelConfig read(GgufFile file);
}
