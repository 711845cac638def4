package io.perilune.template.jinja.value;

import java.util.ArrayList;
import java.util.List;

/** A list; identity matters, since lenient rendering lets templates append and pop. */
public final class ListValue implements SequenceValue {
  private final List<Value> elements;

  /** Takes over the list, which must be mutable. */
  public ListValue(List<Value> elements) {
    this.elements = elements;
  }

  public static ListValue copyOf(List<Value> elements) {
    return new ListValue(new ArrayList<>(elements));
  }

  @Override
  public List<Value> elements() {
    return elements;
  }

  @Override
  public SequenceValue of(List<Value> others) {
    return new ListValue(others);
  }

  @Override
  public String typeName() {
    return "list";
  }
}
