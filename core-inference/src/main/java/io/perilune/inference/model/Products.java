package io.perilune.inference.model;

import io.perilune.inference.kernel.Activations;
import io.perilune.inference.kernel.Kernels;
import io.perilune.inference.kernel.PanelProduct;
import io.perilune.inference.kernel.WeightMatrix;
import io.perilune.inference.kernel.Workers;
import java.util.List;

/** Independent products that run as one section of the workers, their rows in one sequence. */
final class Products implements Workers.Task {
  private final Compute compute;
  private final Product[] products;
  private final int[] starts;
  private final int[] panels;
  private int tokens;

  Products(Compute compute, List<Product> products) {
    this.compute = compute;
    this.products = products.toArray(Product[]::new);
    this.starts = new int[this.products.length + 1];
    for (int p = 0; p < this.products.length; p++) {
      starts[p + 1] = Math.addExact(starts[p], this.products[p].w().rows());
    }
    this.panels = new int[this.products.length];
    compute.panels().reserve(products.size(), panelFloats());
  }

  Products(Compute compute, Product... products) {
    this(compute, List.of(products));
  }

  private int panelFloats() {
    int floats = 0;
    for (int p = 0; p < products.length; p++) {
      if (p == 0 || !products[p].hasInputOf(products[p - 1])) {
        floats = Math.addExact(floats, products[p].panelFloats());
      }
    }
    return floats;
  }

  /** Multiplies for the first {@code tokens} tokens. */
  void multiply(int tokens) {
    this.tokens = tokens;
    if (tokens < Kernels.MANY) {
      compute.forRows(starts[products.length], this);
      return;
    }
    compute.panels().clear();
    for (int p = 0; p < products.length; p++) {
      Product product = products[p];
      panels[p] =
          compute.panels().add(product.x(), product.xOffset(), product.w().columns(), tokens);
    }
    compute.panels().rearrange();
    compute.forPanelRows(starts[products.length], this);
  }

  @Override
  public void run(int from, int to, int worker) {
    int p = 0;
    for (int row = from; row < to; ) {
      while (starts[p + 1] <= row) {
        p++;
      }
      int end = Math.min(to, starts[p + 1]);
      multiply(p, row - starts[p], end - starts[p], compute.tile(worker));
      row = end;
    }
  }

  private void multiply(int p, int rowFrom, int rowTo, float[] tile) {
    Kernels kernels = compute.kernels();
    Product product = products[p];
    WeightMatrix w = product.w();
    Activations y = product.y();
    if (tokens < Kernels.MANY) {
      kernels.multiply(
          w, rowFrom, rowTo, product.x(), product.xOffset(), y, product.yOffset(), tokens, tile);
    } else {
      PanelProduct.multiply(
          kernels,
          w,
          rowFrom,
          rowTo,
          compute.panels().data(),
          panels[p],
          y,
          product.yOffset(),
          tokens,
          tile);
    }
  }
}
