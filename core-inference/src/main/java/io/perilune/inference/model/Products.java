package io.perilune.inference.model;

import io.perilune.inference.kernel.Workers;
import java.util.List;

/** Independent products that run as one section of the workers, their rows in one sequence. */
final class Products implements Workers.Task {
  private final Compute compute;
  private final Product[] products;
  private final int[] starts;
  private int tokens;

  Products(Compute compute, List<Product> products) {
    this.compute = compute;
    this.products = products.toArray(Product[]::new);
    this.starts = new int[this.products.length + 1];
    for (int p = 0; p < this.products.length; p++) {
      starts[p + 1] = Math.addExact(starts[p], this.products[p].w().rows());
    }
  }

  Products(Compute compute, Product... products) {
    this(compute, List.of(products));
  }

  /** Multiplies for the first {@code tokens} tokens. */
  void multiply(int tokens) {
    this.tokens = tokens;
    compute.forRows(starts[products.length], this);
  }

  @Override
  public void run(int from, int to, int worker) {
    int p = 0;
    for (int row = from; row < to; ) {
      while (starts[p + 1] <= row) {
        p++;
      }
      int end = Math.min(to, starts[p + 1]);
      Product product = products[p];
      compute
          .kernels()
          .multiply(
              product.w(),
              row - starts[p],
              end - starts[p],
              product.x(),
              product.xOffset(),
              product.y(),
              product.yOffset(),
              tokens,
              compute.tile(worker));
      row = end;
    }
  }
}
