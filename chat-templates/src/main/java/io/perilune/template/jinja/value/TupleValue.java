package io.perilune.template.jinja.value;

import java.util.List;

/**
 * An immutable sequence.
 *
 * @param names attributes under which the elements can be had too; empty for plain tuples
 */
public record TupleValue(List<Value> elements, List<String> names) implements SequenceValue {
  public TupleValue(List<Value> elements) {
    this(elements, List.of());
  }

  public static TupleValue of(Value... elements) {
    return new TupleValue(List.of(elements));
  }

  @Override
  public SequenceValue of(List<Value> others) {
    return new TupleValue(others);
  }

  @Override
  public String typeName() {
    return "tuple";
  }
}
