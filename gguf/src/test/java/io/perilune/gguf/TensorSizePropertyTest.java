package io.perilune.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Sizes are those of unlimited arithmetic, or refused. */
class TensorSizePropertyTest {
  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

  @Property
  void sizesNeverWrapAround(@ForAll GgmlType type, @ForAll("shapes") List<Long> blocks) {
    BigInteger first = BigInteger.valueOf(blocks.getFirst());
    BigInteger rowElements = first.multiply(BigInteger.valueOf(type.blockSize()));
    if (rowElements.compareTo(MAX) > 0) {
      return;
    }
    List<Long> shape = new ArrayList<>(blocks);
    shape.set(0, rowElements.longValueExact());
    BigInteger rows =
        shape.stream()
            .skip(1)
            .map(BigInteger::valueOf)
            .reduce(BigInteger.ONE, BigInteger::multiply);
    BigInteger rowBytes =
        first
            .multiply(BigInteger.valueOf(type.bytesPerBlock()))
            .add(BigInteger.valueOf(type.rowMetaBytes()));
    BigInteger bytes = rowBytes.multiply(rows);
    BigInteger elements = rowElements.multiply(rows);
    if (bytes.max(elements).compareTo(MAX) > 0 || rowBytes.compareTo(MAX) > 0) {
      assertThrows(ArithmeticException.class, () -> type.bytes(shape), shape::toString);
    } else {
      assertEquals(bytes.longValueExact(), type.bytes(shape));
    }
  }

  @Provide
  Arbitrary<List<Long>> shapes() {
    Arbitrary<Long> any = Arbitraries.longs().between(1, Long.MAX_VALUE);
    Arbitrary<Long> powers = Arbitraries.integers().between(0, 62).map(i -> 1L << i);
    Arbitrary<Long> small = Arbitraries.longs().between(1, 70_000);
    return Arbitraries.oneOf(any, powers, small).list().ofMinSize(1).ofMaxSize(4);
  }
}
