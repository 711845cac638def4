package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.value.IteratorValue;
import io.perilune.template.jinja.value.Value;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Supplier;

/** An iterator over what a supplier gives until it gives {@code null}; asks one element ahead. */
final class LazyIterator implements Iterator<Value> {
  private final Supplier<Value> source;
  private Value ahead;
  private boolean done;

  LazyIterator(Supplier<Value> source) {
    this.source = source;
  }

  /** A generator whose elements are only prepared when the first is asked for. */
  static IteratorValue generator(String function, Supplier<Iterator<Value>> preparation) {
    return IteratorValue.generator(
        function,
        new LazyIterator(
            new Supplier<>() {
              private Iterator<Value> elements;

              @Override
              public Value get() {
                if (elements == null) {
                  elements = preparation.get();
                }
                return elements.hasNext() ? elements.next() : null;
              }
            }));
  }

  @Override
  public boolean hasNext() {
    if (ahead == null && !done) {
      ahead = source.get();
      done = ahead == null;
    }
    return ahead != null;
  }

  @Override
  public Value next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Value next = ahead;
    ahead = null;
    return next;
  }
}
