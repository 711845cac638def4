package io.perilune.inference.tokenizer;

import io.perilune.gguf.GgufFormatException;
import io.perilune.gguf.GgufMetadata;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/** Metadata of no file. */
final class MapMetadata implements GgufMetadata {
  private final Map<String, Object> values = new HashMap<>();

  MapMetadata with(String key, Object value) {
    values.put(key, value);
    return this;
  }

  MapMetadata without(String key) {
    values.remove(key);
    return this;
  }

  @Override
  public Set<String> keys() {
    return values.keySet();
  }

  @Override
  public boolean contains(String key) {
    return values.containsKey(key);
  }

  @Override
  public boolean isArray(String key) {
    return values.get(key) instanceof List || values.get(key) instanceof long[];
  }

  @Override
  public Optional<String> string(String key) {
    return Optional.ofNullable((String) values.get(key));
  }

  @Override
  public OptionalLong integer(String key) {
    return contains(key) ? OptionalLong.of((Long) values.get(key)) : OptionalLong.empty();
  }

  @Override
  public OptionalDouble number(String key) {
    return contains(key) ? OptionalDouble.of((Double) values.get(key)) : OptionalDouble.empty();
  }

  @Override
  public Optional<Boolean> bool(String key) {
    return Optional.ofNullable((Boolean) values.get(key));
  }

  @Override
  public Optional<List<String>> strings(String key) {
    return Optional.ofNullable((List<?>) values.get(key))
        .map(list -> list.stream().map(String.class::cast).toList());
  }

  @Override
  public Optional<long[]> integers(String key) {
    return Optional.ofNullable((long[]) values.get(key));
  }

  @Override
  public Optional<float[]> floats(String key) {
    return Optional.ofNullable((float[]) values.get(key));
  }

  @Override
  public GgufFormatException error(String key, String problem) {
    return new GgufFormatException(key + " " + problem);
  }
}
