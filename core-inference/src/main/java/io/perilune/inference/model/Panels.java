package io.perilune.inference.model;

import io.perilune.inference.kernel.Activations;
import io.perilune.inference.kernel.PanelProduct;
import io.perilune.inference.kernel.Workers;
import java.util.Arrays;

/**
 * Activations of many tokens, rearranged for {@link PanelProduct}. One buffer serves all products
 * of a decoder, one group after the other: what has been rearranged is valid until the next {@link
 * #clear}.
 */
final class Panels {
  private final Compute compute;
  private final Workers.Task task = this::rearrange;

  private Activations[] inputs = new Activations[1];
  private int[] xOffsets = new int[1];
  private int[] widths = new int[1];
  private int[] tokens = new int[1];
  private int[] offsets = new int[2];
  private int[] units = new int[2];
  private int count;

  private int capacity;
  private float[] data = new float[0];

  Panels(Compute compute) {
    this.compute = compute;
  }

  /**
   * Makes sure, before the first pass, that a group finds room.
   *
   * @param vectors how many different inputs it has
   * @param floats how many floats these take, see {@link PanelProduct#floats}
   */
  void reserve(int vectors, int floats) {
    if (vectors > inputs.length) {
      inputs = new Activations[vectors];
      xOffsets = new int[vectors];
      widths = new int[vectors];
      tokens = new int[vectors];
      offsets = new int[vectors + 1];
      units = new int[vectors + 1];
    }
    capacity = Math.max(capacity, floats);
  }

  /** Allocates what has been reserved. */
  void allocate() {
    data = new float[capacity];
  }

  /** Begins a group. */
  void clear() {
    Arrays.fill(inputs, 0, count, null);
    count = 0;
  }

  /**
   * Adds an input to the group, unless it is the same as the last one.
   *
   * @return where its panels will begin
   */
  int add(Activations x, int xOffset, int width, int tokenCount) {
    int last = count - 1;
    if (count > 0
        && inputs[last] == x
        && xOffsets[last] == xOffset
        && widths[last] == width
        && tokens[last] == tokenCount) {
      return offsets[last];
    }
    inputs[count] = x;
    xOffsets[count] = xOffset;
    widths[count] = width;
    tokens[count] = tokenCount;
    offsets[count + 1] = Math.addExact(offsets[count], PanelProduct.floats(tokenCount, width));
    units[count + 1] = units[count] + Math.ceilDiv(tokenCount, PanelProduct.PADDING);
    count++;
    return offsets[last + 1];
  }

  /** Rearranges the group's inputs. */
  void rearrange() {
    if (count == 0) {
      return;
    }
    compute.forEach(units[count], task);
  }

  private void rearrange(int from, int to, int worker) {
    int i = Arrays.binarySearch(units, 0, count + 1, from);
    i = i < 0 ? -i - 2 : i;
    for (int unit = from; unit < to; unit++) {
      while (units[i + 1] <= unit) {
        i++;
      }
      PanelProduct.rearrange(
          compute.kernels(),
          inputs[i],
          xOffsets[i],
          widths[i],
          tokens[i],
          (unit - units[i]) * PanelProduct.PADDING,
          data,
          offsets[i]);
    }
  }

  float[] data() {
    return data;
  }
}
