package io.perilune.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** No content makes the reader fail in another way than with a format error. */
class HostileContentTest {
  private static final byte[] VALID =
      TestFiles.bytes(
          new GgufWriter()
              .string("general.architecture", "llama")
              .alignment(32)
              .integer("llama.block_count", GgufValueType.UINT32, 2)
              .number("llama.rope.freq_base", GgufValueType.FLOAT64, 10000)
              .bool("tokenizer.ggml.add_bos_token", true)
              .strings("tokenizer.ggml.tokens", List.of("a", "b", "\u0120the"))
              .integers("tokenizer.ggml.token_type", GgufValueType.INT32, 1, 1, 3)
              .bools("flags", true, false)
              .floats("scores", 1f, 2f)
              .tensor("a.weight", List.of(4L, 2L), new float[8])
              .tensor(
                  "b.weight",
                  GgmlType.Q8_0,
                  List.of(64L, 16L),
                  MemorySegment.ofArray(new byte[64 / 32 * 34 * 16])));

  @Test
  void aFileCutAnywhereIsRefused() {
    readEverything(VALID);
    for (int length = 0; length < VALID.length; length++) {
      byte[] cut = Arrays.copyOf(VALID, length);
      assertThrows(GgufFormatException.class, () -> readEverything(cut), "cut to " + length);
    }
  }

  @Property(tries = 2000)
  void changedBytesAreReadOrRefused(@ForAll @Size(min = 1, max = 4) List<Integer> places) {
    byte[] changed = VALID.clone();
    for (int place : places) {
      changed[Math.floorMod(place, changed.length)] = (byte) (place >>> Short.SIZE);
    }
    readOrRefuse(changed);
  }

  @Property(tries = 2000)
  void anyNumberInAnyPlaceIsReadOrRefused(
      @ForAll @IntRange(min = 4, max = 600) int place, @ForAll("edges") long number) {
    byte[] changed = VALID.clone();
    byte[] bytes = new LittleEndianBytes().int64(number).toByteArray();
    System.arraycopy(bytes, 0, changed, place, Math.min(bytes.length, changed.length - place));
    readOrRefuse(changed);
  }

  /** One tensor of any shape at any offset: decided as unbounded integers decide. */
  @Property(tries = 2000)
  void sizesAreDecidedAsByUnboundedIntegers(
      @ForAll GgmlType type,
      @ForAll("shapes") List<Long> shape,
      @ForAll("offsets") long offset,
      @ForAll @IntRange(max = 20_000) int dataBytes) {
    LittleEndianBytes file = TestFiles.header(1, 0).string("t").int32(shape.size());
    shape.forEach(file::int64);
    byte[] header = file.int32(type.id()).int64(offset).toByteArray();
    int dataStart = (header.length + 31) / 32 * 32;
    byte[] content = Arrays.copyOf(header, dataStart + dataBytes);
    if (fits(type, shape, offset, dataBytes)) {
      try (GgufFile open = TestFiles.open(content)) {
        TensorInfo tensor = open.tensor("t").orElseThrow();
        assertEquals(dataStart + offset, tensor.offset());
        assertEquals(bytes(type, shape), BigInteger.valueOf(tensor.bytes()));
        assertEquals(tensor.bytes(), open.data(tensor).byteSize());
      }
    } else {
      assertThrows(GgufFormatException.class, () -> TestFiles.open(content));
    }
  }

  private static boolean fits(GgmlType type, List<Long> shape, long offset, int dataBytes) {
    BigInteger block = BigInteger.valueOf(type.blockSize());
    return shape.stream().allMatch(dimension -> dimension > 0)
        && unsigned(shape.getFirst()).mod(block).signum() == 0
        && offset % 32 == 0
        && unsigned(offset).add(bytes(type, shape)).compareTo(BigInteger.valueOf(dataBytes)) <= 0;
  }

  private static BigInteger bytes(GgmlType type, List<Long> shape) {
    BigInteger blocks = unsigned(shape.getFirst()).divide(BigInteger.valueOf(type.blockSize()));
    BigInteger bytes =
        blocks
            .multiply(BigInteger.valueOf(type.bytesPerBlock()))
            .add(BigInteger.valueOf(type.rowMetaBytes()));
    for (long dimension : shape.subList(1, shape.size())) {
      bytes = bytes.multiply(unsigned(dimension));
    }
    return bytes;
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }

  private static void readOrRefuse(byte[] content) {
    try {
      readEverything(content);
    } catch (GgufFormatException e) {
      assertEquals(0, e.getMessage().indexOf(TestFiles.NAME + ": "), e.getMessage());
    }
  }

  /** Opens a file and asks for each value by each getter, and for all data. */
  private static void readEverything(byte[] content) {
    try (GgufFile file = TestFiles.open(content)) {
      for (TensorInfo tensor : file.tensors()) {
        assertEquals(tensor.bytes(), file.data(tensor).byteSize());
      }
      GgufMetadata metadata = file.metadata();
      for (String key : metadata.keys()) {
        read(() -> metadata.string(key));
        read(() -> metadata.integer(key));
        read(() -> metadata.number(key));
        read(() -> metadata.bool(key));
        read(() -> metadata.strings(key));
        read(() -> metadata.integers(key));
        read(() -> metadata.floats(key));
      }
    }
  }

  private static void read(Runnable getter) {
    try {
      getter.run();
    } catch (GgufFormatException e) {
      assertEquals(0, e.getMessage().indexOf(TestFiles.NAME + ": "), e.getMessage());
    }
  }

  /** The neighbours of powers of two up to 2^64. */
  @Provide
  Arbitrary<Long> edges() {
    return Arbitraries.integers()
        .between(0, 63)
        .flatMap(bits -> Arbitraries.longs().between(-2, 2).map(delta -> (1L << bits) + delta));
  }

  @Provide
  Arbitrary<Long> offsets() {
    Arbitrary<Long> aligned = Arbitraries.longs().between(0, 64).map(n -> n * 32);
    return Arbitraries.oneOf(aligned, aligned, edges());
  }

  @Provide
  Arbitrary<List<Long>> shapes() {
    Arbitrary<Long> small = Arbitraries.longs().between(1, 4);
    Arbitrary<Long> rows = Arbitraries.of(32L, 64L, 256L, 512L);
    Arbitrary<List<Long>> usual =
        rows.flatMap(
            row ->
                small
                    .list()
                    .ofMaxSize(3)
                    .map(
                        rest -> {
                          List<Long> shape = new ArrayList<>(List.of(row));
                          shape.addAll(rest);
                          return shape;
                        }));
    Arbitrary<List<Long>> odd = edges().list().ofMinSize(1).ofMaxSize(4);
    return Arbitraries.oneOf(usual, odd);
  }
}
