package io.perilune.template.jinja.value;

import io.perilune.template.jinja.budget.Budget;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** A mapping in insertion order; keys that compare equal, as 1 and true do, are one key. */
public final class DictValue implements Value {
  /** A key as it was first written, with its current value. */
  public record Entry(Value key, Value value) {}

  private final Map<Object, Entry> entries = new LinkedHashMap<>();

  /** Sets a key of any type; an equal key keeps its place and its first form. */
  public void put(Value key, Value value, Budget budget) {
    put(HashKey.of(key, budget), key, value);
  }

  /** Sets a key that the caller answers for: a name, or a key of the client's own object. */
  public void put(Text key, Value value) {
    put(key.chars(), key, value);
  }

  /** Sets the keys of another mapping; each is a step. */
  public void putAll(DictValue other, Budget budget) {
    budget.steps(other.size());
    other.entries.forEach((hash, entry) -> put(hash, entry.key(), entry.value()));
  }

  private void put(Object hash, Value key, Value value) {
    Entry old = entries.get(hash);
    entries.put(hash, new Entry(old == null ? key : old.key(), value));
  }

  /** The value of a key, or {@code null}. */
  public Value get(Value key, Budget budget) {
    Entry entry = entries.get(HashKey.of(key, budget));
    return entry == null ? null : entry.value();
  }

  /** The value of a string key, or {@code null}. */
  public Value get(String key) {
    Entry entry = entries.get(key);
    return entry == null ? null : entry.value();
  }

  public Collection<Entry> entries() {
    return entries.values();
  }

  public int size() {
    return entries.size();
  }

  @Override
  public String typeName() {
    return "dict";
  }
}
