package io.perilune.server.engine;

import io.perilune.server.chat.ServedModel;
import java.util.function.DoubleConsumer;

/** Loads a model. */
interface ModelSource {
  /**
   * Loads. Takes as long as it takes.
   *
   * @param progress is told how much is done, from 0 to 1
   * @throws ModelLoadException if the model cannot be served; its message is for the operator
   */
  ServedModel load(DoubleConsumer progress);
}
