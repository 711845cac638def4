package io.perilune.template.jinja.value;

import io.perilune.template.jinja.budget.Budget;
import java.math.BigInteger;

/** What work with values costs. */
public final class Cost {
  private Cost() {}

  /**
   * Pays for going once through a value's characters, elements or digits, though not through what
   * its elements hold.
   */
  public static void read(Value value, Budget budget) {
    switch (value) {
      case Text text -> budget.scan(text.length());
      case BytesValue bytes -> budget.scan(bytes.size());
      case SequenceValue sequence -> budget.copy(sequence.elements().size());
      case DictValue dict -> budget.copy(dict.size());
      case DictView view -> budget.copy(view.dict().size());
      case IntValue(BigInteger number) -> budget.product(number.bitLength(), number.bitLength());
      default -> {}
    }
  }
}
