package io.perilune.inference.model;

import io.perilune.inference.kernel.Activations;
import io.perilune.inference.kernel.PanelProduct;
import io.perilune.inference.kernel.WeightMatrix;

/** A matrix product over fixed activations: {@code y[t][yOffset + r] = w[r] . x[t][xOffset ..]}. */
record Product(WeightMatrix w, Activations x, int xOffset, Activations y, int yOffset) {
  Product(WeightMatrix w, Activations x, Activations y) {
    this(w, x, 0, y, 0);
  }

  boolean hasInputOf(Product other) {
    return x == other.x && xOffset == other.xOffset && w.columns() == other.w.columns();
  }

  /** What the most tokens take as panels. */
  int panelFloats() {
    return PanelProduct.floats(x.capacity(), w.columns());
  }
}
