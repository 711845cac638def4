package io.perilune.inference.quant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class WeightEncodersTest {
  private static final int COLUMNS = 512;
  private static final byte UNTOUCHED = 77;

  @Property(tries = 300)
  void decodedWeightsAreClose(
      @ForAll("types") GgmlType type,
      @ForAll @IntRange(min = -2, max = 3) int exponent,
      @ForAll long seed) {
    Random random = new Random(seed);
    float size = (float) Math.pow(10, exponent) / 2;
    float[] weights = new float[COLUMNS];
    for (int i = 0; i < COLUMNS; i++) {
      weights[i] = size * (float) random.nextGaussian();
    }
    assertClose(type, weights, decode(type, weights));
  }

  @Property(tries = 100)
  void constantRowsAreKept(@ForAll("types") GgmlType type, @ForAll("moderate") float value) {
    float[] weights = new float[COLUMNS];
    Arrays.fill(weights, value);
    float[] decoded = decode(type, weights);
    for (float each : decoded) {
      assertEquals(value, each, Math.abs(value) / 100, () -> type + " " + value);
    }
  }

  @Property(tries = 100)
  void oneLargeWeightIsKept(
      @ForAll("types") GgmlType type, @ForAll @IntRange(max = COLUMNS - 1) int place) {
    for (float large : new float[] {-3, 3}) {
      float[] weights = new float[COLUMNS];
      weights[place] = large;
      float[] decoded = decode(type, weights);
      assertEquals(large, decoded[place], 0.03f, type.name());
      decoded[place] = 0;
      assertArrayEquals(new float[COLUMNS], absolute(decoded), 0.03f, type.name());
    }
  }

  /** As the experts of models trained with 4-bit integers, where a block uses its largest code. */
  @Property(tries = 200)
  void fourBitIntegersAreKeptExactly(
      @ForAll @IntRange(min = 7, max = 8) int largest, @ForAll long seed) {
    Random random = new Random(seed);
    float factor = Float.float16ToFloat(Float.floatToFloat16(random.nextFloat(0.001f, 1)));
    float[] weights = new float[COLUMNS];
    for (int i = 0; i < COLUMNS; i++) {
      weights[i] = factor * (i % 32 == 0 ? -largest : random.nextInt(2 * largest) - largest);
    }
    assertArrayEquals(absolute(weights), absolute(decode(GgmlType.Q4_0, weights)));
  }

  @Example
  void zerosStayZero() {
    for (GgmlType type : WeightEncoders.supported()) {
      float[] decoded = decode(type, new float[COLUMNS]);
      assertArrayEquals(new float[COLUMNS], absolute(decoded), type.name());
    }
  }

  /** Factors below the least half float become 0. */
  @Property(tries = 50)
  void tinyWeightsStayTiny(@ForAll("types") GgmlType type, @ForAll long seed) {
    Random random = new Random(seed);
    for (float size : new float[] {1e-6f, 1e-9f, 1e-30f, Float.MIN_VALUE}) {
      float[] weights = new float[COLUMNS];
      for (int i = 0; i < COLUMNS; i++) {
        weights[i] = size * (random.nextInt(5) - 2);
      }
      for (float each : decode(type, weights)) {
        assertTrue(Math.abs(each) <= 4 * size, () -> type + " " + size + ": " + each);
      }
    }
  }

  @Property(tries = 50)
  void aWeightThatIsNoNumberIsRefusedWithItsPlace(
      @ForAll("types") GgmlType type, @ForAll @IntRange(max = COLUMNS - 1) int place) {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      float[] weights = new float[COLUMNS];
      weights[place] = bad;
      String message = refusal(type, weights);
      assertTrue(message.contains("weight " + place + " of the row is " + bad), message);
    }
  }

  @Example
  void weightsThatAreTooLargeAreRefused() {
    for (GgmlType type : WeightEncoders.supported()) {
      for (float large : new float[] {-Float.MAX_VALUE, Float.MAX_VALUE}) {
        float[] weights = new float[COLUMNS];
        weights[COLUMNS - 1] = large;
        String message = refusal(type, weights);
        assertTrue(message.contains("too large for " + type), message);
      }
    }
  }

  @Property(tries = 50)
  void onlyTheRowIsWritten(@ForAll("types") GgmlType type, @ForAll long seed) {
    Random random = new Random(seed);
    int rowBytes = (int) type.rowBytes(COLUMNS);
    float[] weights = new float[COLUMNS + 1];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    MemorySegment target = MemorySegment.ofArray(new byte[rowBytes + 8]).fill(UNTOUCHED);
    WeightEncoders.of(type).encode(weights, 1, COLUMNS, target, 3);
    for (int at = 0; at < target.byteSize(); at += at == 2 ? rowBytes + 1 : 1) {
      assertEquals(UNTOUCHED, target.get(ValueLayout.JAVA_BYTE, at));
    }
    float[] decoded = new float[COLUMNS];
    WeightFormats.of(type).dequantise(target, 3, 0, COLUMNS, decoded, 0);
    assertClose(type, Arrays.copyOfRange(weights, 1, weights.length), decoded);
  }

  @Example
  void rowsAndTargetsOfWrongSizeAreRefused() {
    WeightEncoder encoder = WeightEncoders.of(GgmlType.Q4_0);
    MemorySegment target = MemorySegment.ofArray(new byte[17]);
    assertThrows(
        IllegalArgumentException.class, () -> encoder.encode(new float[31], 0, 31, target, 0));
    assertThrows(
        IndexOutOfBoundsException.class, () -> encoder.encode(new float[32], 0, 32, target, 0));
    assertThrows(
        IndexOutOfBoundsException.class, () -> encoder.encode(new float[31], 0, 32, target, 0));
  }

  @Example
  void aTypeThatCannotBeWrittenIsNamed() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> WeightEncoders.of(GgmlType.IQ2_XXS))
            .getMessage();
    assertTrue(message.contains("IQ2_XXS") && message.contains("Q4_K"), message);
  }

  @Example
  void eachEncoderIsRegisteredUnderItsType() {
    for (GgmlType type : WeightEncoders.supported()) {
      assertEquals(type, WeightEncoders.of(type).type());
    }
  }

  @Provide
  Arbitrary<GgmlType> types() {
    return Arbitraries.of(WeightEncoders.supported());
  }

  @Provide
  Arbitrary<Float> moderate() {
    return Arbitraries.floats().between(-1000, 1000).filter(value -> Math.abs(value) > 1e-2);
  }

  /** The relative error of a row of normally distributed weights. */
  private static double tolerance(GgmlType type) {
    return switch (type) {
      case F16 -> 0.0005;
      case BF16 -> 0.003;
      case Q8_0 -> 0.01;
      case Q6_K -> 0.03;
      default -> 0.12;
    };
  }

  private static void assertClose(GgmlType type, float[] expected, float[] actual) {
    double squares = 0;
    double errors = 0;
    for (int i = 0; i < expected.length; i++) {
      squares += (double) expected[i] * expected[i];
      errors += Math.pow((double) actual[i] - expected[i], 2);
    }
    double error = Math.sqrt(errors / squares);
    assertTrue(error < tolerance(type), () -> type + ": " + error);
  }

  private static float[] decode(GgmlType type, float[] weights) {
    MemorySegment row = MemorySegment.ofArray(new byte[(int) type.rowBytes(weights.length)]);
    WeightEncoders.of(type).encode(weights, 0, weights.length, row, 0);
    float[] decoded = new float[weights.length];
    WeightFormats.of(type).dequantise(row, 0, 0, weights.length, decoded, 0);
    return decoded;
  }

  private static String refusal(GgmlType type, float[] weights) {
    return assertThrows(IllegalArgumentException.class, () -> decode(type, weights)).getMessage();
  }

  private static float[] absolute(float[] weights) {
    float[] sizes = weights.clone();
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Math.abs(sizes[i]);
    }
    return sizes;
  }
}
