package io.perilune.inference.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The shapes of all vector kernels: as many lanes as the machine has for floats, 4, 8 or 16.
 * Constants, because a species that the compiler cannot see as one makes vectors objects.
 */
final class Lanes {
  static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  static final int COUNT = FLOATS.length();
  static final VectorSpecies<Integer> INTS = FLOATS.withLanes(int.class);
  static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(short.class, VectorShape.forBitSize(COUNT * Short.SIZE));

  /** There are no vectors under 64 bits: with 4 lanes, kernels cannot load bytes lane by lane. */
  static final boolean HAS_BYTES = COUNT * Byte.SIZE >= 64;

  /** One byte per lane; only if {@link #HAS_BYTES}. */
  static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, COUNT * Byte.SIZE)));

  private Lanes() {}
}
