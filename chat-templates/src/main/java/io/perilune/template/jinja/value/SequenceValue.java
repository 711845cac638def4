package io.perilune.template.jinja.value;

import java.util.List;

/** A list or a tuple. */
public sealed interface SequenceValue extends Value permits ListValue, TupleValue {
  List<Value> elements();

  /** A sequence of the same type. */
  SequenceValue of(List<Value> elements);
}
