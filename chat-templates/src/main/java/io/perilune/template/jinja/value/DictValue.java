package io.perilune.template.jinja.value;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** A mapping in insertion order; keys that compare equal, as 1 and true do, are one key. */
public final class DictValue implements Value {
  /** A key as it was first written, with its current value. */
  public record Entry(Value key, Value value) {}

  private final Map<Object, Entry> entries = new LinkedHashMap<>();

  /** Sets a key; an equal key keeps its place and its first form. */
  public void put(Value key, Value value) {
    Object hash = HashKey.of(key);
    Entry old = entries.get(hash);
    entries.put(hash, new Entry(old == null ? key : old.key(), value));
  }

  public void putAll(DictValue other) {
    other.entries().forEach(entry -> put(entry.key(), entry.value()));
  }

  /** The value of a key, or {@code null}. */
  public Value get(Value key) {
    Entry entry = entries.get(HashKey.of(key));
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
