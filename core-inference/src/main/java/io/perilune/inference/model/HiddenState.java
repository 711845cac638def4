package io.perilune.inference.model;

import io.perilune.inference.kernel.Activations;

/**
 * The activations that all layers share.
 *
 * @param residual what runs through the layers
 * @param normed the normalised residual: the input of a block
 * @param update the output of a block, to be added to the residual
 */
record HiddenState(Activations residual, Activations normed, Activations update) {
  static HiddenState allocate(int capacity, int width) {
    return new HiddenState(
        new Activations(capacity, width),
        new Activations(capacity, width),
        new Activations(capacity, width));
  }
}
