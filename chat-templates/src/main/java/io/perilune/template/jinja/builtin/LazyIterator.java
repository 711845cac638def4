package io.perilune.template.jinja.builtin;

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
