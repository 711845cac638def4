package io.perilune.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The metadata of one file. Values stay where they are in the file and are decoded when asked for;
 * {@link #read} has checked their types and sizes.
 */
final class MetadataTable implements GgufMetadata {
  static final String KEY_ALIGNMENT = "general.alignment";

  /**
   * Where a value lies.
   *
   * @param type its type
   * @param element the type of an array's elements; otherwise the type itself
   * @param count the number of an array's elements; otherwise 1
   * @param typeOffset where the type is given
   * @param offset where the value, or an array's first element, begins
   * @param end where the value ends
   */
  private record Entry(
      GgufValueType type,
      GgufValueType element,
      long count,
      long typeOffset,
      long offset,
      long end) {
    boolean isArray() {
      return type == GgufValueType.ARRAY;
    }

    String describe() {
      return isArray() ? "an array of " + element : "of type " + type;
    }
  }

  private final MemorySegment content;
  private final FormatErrors errors;
  private final SequencedMap<String, Entry> entries;

  private MetadataTable(
      MemorySegment content, FormatErrors errors, SequencedMap<String, Entry> entries) {
    this.content = content;
    this.errors = errors;
    this.entries = entries;
  }

  /** Reads {@code count} keys with their values, and leaves the reader behind them. */
  static MetadataTable read(
      MemorySegment content, FormatErrors errors, CheckedReader reader, long count) {
    SequencedMap<String, Entry> entries = new LinkedHashMap<>();
    for (long i = 1; i <= count; i++) {
      reader.subject("key " + i + " of " + count);
      long at = reader.position();
      String key = reader.name(GgufLimits.KEY_BYTES_MAX);
      reader.subject(FormatErrors.key(key));
      if (entries.put(key, readEntry(reader)) != null) {
        throw reader.damaged(at, "is there twice");
      }
    }
    return new MetadataTable(content, errors, entries);
  }

  private static Entry readEntry(CheckedReader reader) {
    long typeOffset = reader.position();
    ValueReader values = new ValueReader(reader);
    GgufValueType type = reader.valueType();
    if (type == GgufValueType.ARRAY) {
      GgufValueType element = reader.valueType();
      long count = values.elementCount();
      long offset = reader.position();
      values.skip(element, count, 1);
      return new Entry(type, element, count, typeOffset, offset, reader.position());
    }
    long offset = reader.position();
    values.skip(type, 1, 0);
    return new Entry(type, type, 1, typeOffset, offset, reader.position());
  }

  @Override
  public Set<String> keys() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  @Override
  public boolean contains(String key) {
    return entries.containsKey(key);
  }

  @Override
  public boolean isArray(String key) {
    Entry entry = entries.get(key);
    return entry != null && entry.isArray();
  }

  /** The key that the file gives last, if it has any. */
  Optional<String> lastKey() {
    return Optional.ofNullable(entries.lastEntry()).map(Map.Entry::getKey);
  }

  /**
   * The number of bytes that the offsets of tensors are multiples of.
   *
   * @throws GgufFormatException if it is not a 32-bit power of two in the allowed range
   */
  long alignment() {
    Entry entry = entries.get(KEY_ALIGNMENT);
    if (entry == null) {
      return GgufLimits.ALIGNMENT_DEFAULT;
    }
    String subject = FormatErrors.key(KEY_ALIGNMENT);
    if (entry.type() != GgufValueType.UINT32) {
      throw errors.damaged(
          subject, entry.typeOffset(), "is " + entry.describe() + "; it must be of type UINT32");
    }
    long alignment = reader(KEY_ALIGNMENT, entry).uint32();
    if (Long.bitCount(alignment) != 1
        || alignment < GgufLimits.ALIGNMENT_MIN
        || alignment > GgufLimits.ALIGNMENT_MAX) {
      throw errors.damaged(
          subject,
          entry.offset(),
          "is "
              + alignment
              + "; it must be a power of two from "
              + GgufLimits.ALIGNMENT_MIN
              + " to "
              + GgufLimits.ALIGNMENT_MAX);
    }
    return alignment;
  }

  @Override
  public Optional<String> string(String key) {
    return scalar(key, "a string", type -> type == GgufValueType.STRING)
        .map(entry -> reader(key, entry).string(GgufLimits.STRING_BYTES_MAX));
  }

  @Override
  public OptionalLong integer(String key) {
    return scalar(key, "an integer", GgufValueType::isInteger)
        .map(entry -> OptionalLong.of(values(key, entry).integer(entry.type())))
        .orElse(OptionalLong.empty());
  }

  @Override
  public OptionalDouble number(String key) {
    return scalar(key, "a number", type -> type.isInteger() || type.isFloat())
        .map(entry -> OptionalDouble.of(values(key, entry).number(entry.type())))
        .orElse(OptionalDouble.empty());
  }

  @Override
  public Optional<Boolean> bool(String key) {
    return scalar(key, "a boolean", type -> type == GgufValueType.BOOL)
        .map(entry -> reader(key, entry).bool());
  }

  @Override
  public Optional<List<String>> strings(String key) {
    return array(key, "an array of strings", type -> type == GgufValueType.STRING)
        .map(
            entry -> {
              CheckedReader reader = reader(key, entry);
              List<String> values = new ArrayList<>((int) entry.count());
              for (long i = 0; i < entry.count(); i++) {
                values.add(reader.string(GgufLimits.STRING_BYTES_MAX));
              }
              return Collections.unmodifiableList(values);
            });
  }

  @Override
  public Optional<long[]> integers(String key) {
    return array(
            key, "an array of integers", type -> type.isInteger() || type == GgufValueType.BOOL)
        .map(
            entry -> {
              ValueReader reader = values(key, entry);
              long[] values = new long[(int) entry.count()];
              for (int i = 0; i < values.length; i++) {
                values[i] = reader.integer(entry.element());
              }
              return values;
            });
  }

  @Override
  public Optional<float[]> floats(String key) {
    return array(key, "an array of floats", GgufValueType::isFloat)
        .map(
            entry -> {
              ValueReader reader = values(key, entry);
              float[] values = new float[(int) entry.count()];
              for (int i = 0; i < values.length; i++) {
                values[i] = (float) reader.number(entry.element());
              }
              return values;
            });
  }

  /** The value at {@code key}, if there is one; of an array, at most its first elements. */
  Optional<GgufValue> value(String key, int elements) {
    return Optional.ofNullable(entries.get(key))
        .map(
            entry -> {
              CheckedReader reader = reader(key, entry.typeOffset());
              try {
                return new ValueReader(reader).value(reader.valueType(), elements, 0);
              } catch (GgufFormatException e) {
                return new GgufValue.Unreadable(e.getMessage());
              }
            });
  }

  /** The bytes of the value at {@code key}, its type first, as they stand in the file. */
  byte[] encoded(String key) {
    Entry entry = entries.get(key);
    return content
        .asSlice(entry.typeOffset(), entry.end() - entry.typeOffset())
        .toArray(ValueLayout.JAVA_BYTE);
  }

  @Override
  public GgufFormatException error(String key, String problem) {
    Entry entry = entries.get(key);
    return entry == null
        ? errors.nowhere(FormatErrors.key(key), problem)
        : errors.plain(FormatErrors.key(key), entry.offset(), problem);
  }

  private Optional<Entry> scalar(String key, String expected, Predicate<GgufValueType> accepts) {
    return entry(key, expected, entry -> !entry.isArray() && accepts.test(entry.type()));
  }

  private Optional<Entry> array(String key, String expected, Predicate<GgufValueType> accepts) {
    return entry(key, expected, entry -> entry.isArray() && accepts.test(entry.element()));
  }

  private Optional<Entry> entry(String key, String expected, Predicate<Entry> accepts) {
    Entry entry = entries.get(key);
    if (entry != null && !accepts.test(entry)) {
      throw errors.damaged(
          FormatErrors.key(key),
          entry.typeOffset(),
          "is " + entry.describe() + "; " + expected + " is expected");
    }
    return Optional.ofNullable(entry);
  }

  private CheckedReader reader(String key, Entry entry) {
    return reader(key, entry.offset());
  }

  private CheckedReader reader(String key, long offset) {
    return new CheckedReader(content, errors, offset).subject(FormatErrors.key(key));
  }

  private ValueReader values(String key, Entry entry) {
    return new ValueReader(reader(key, entry));
  }
}
