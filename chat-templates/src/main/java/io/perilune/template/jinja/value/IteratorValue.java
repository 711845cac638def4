package io.perilune.template.jinja.value;

import java.util.Iterator;

/** A lazy sequence that can be gone through once; it has no length and no positions. */
public final class IteratorValue implements Value {
  private final String typeName;
  private final String printed;
  private final Iterator<Value> iterator;

  private IteratorValue(String typeName, String printed, Iterator<Value> iterator) {
    this.typeName = typeName;
    this.printed = "<" + printed + " at " + ObjectValue.ADDRESS + ">";
    this.iterator = iterator;
  }

  /** What a filter makes element by element. */
  public static IteratorValue generator(String function, Iterator<Value> iterator) {
    return new IteratorValue("generator", "generator object " + function, iterator);
  }

  /** The elements of something from its end. */
  public static IteratorValue reversed(String typeName, Iterator<Value> iterator) {
    return new IteratorValue(typeName, typeName + " object", iterator);
  }

  /** What printing it gives. */
  public String printed() {
    return printed;
  }

  public Iterator<Value> iterator() {
    return iterator;
  }

  @Override
  public String typeName() {
    return typeName;
  }
}
