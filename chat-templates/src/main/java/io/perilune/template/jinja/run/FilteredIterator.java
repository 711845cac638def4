package io.perilune.template.jinja.run;

import io.perilune.template.jinja.value.Value;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Predicate;

/** The elements of an iterator that pass a test, looked for only when they are asked for. */
final class FilteredIterator implements Iterator<Value> {
  private final Iterator<Value> source;
  private final Predicate<Value> wanted;
  private Value found;

  FilteredIterator(Iterator<Value> source, Predicate<Value> wanted) {
    this.source = source;
    this.wanted = wanted;
  }

  @Override
  public boolean hasNext() {
    while (found == null && source.hasNext()) {
      Value candidate = source.next();
      if (wanted.test(candidate)) {
        found = candidate;
      }
    }
    return found != null;
  }

  @Override
  public Value next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Value result = found;
    found = null;
    return result;
  }
}
