package io.perilune.gguf;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.foreign.MemorySegment;

/**
 * Any bytes are read or refused with a {@link GgufFormatException}; nothing else is thrown, and
 * what is read lies within the bytes. A build tries the collected inputs; {@code JAZZER_FUZZ=1} in
 * the environment makes Jazzer look for others.
 */
class GgufFuzzTest {
  /** Elements of an array that are decoded. */
  private static final int ELEMENTS = 64;

  @FuzzTest(maxDuration = "5m")
  void readsOrRefuses(byte[] content) {
    try (GgufFile file = GgufFile.of(MemorySegment.ofArray(content), "fuzz.gguf")) {
      for (TensorInfo tensor : file.tensors()) {
        if (file.data(tensor).byteSize() != tensor.bytes()) {
          throw new AssertionError(tensor + " has other data");
        }
      }
      for (String key : file.metadata().keys()) {
        decode(file, key);
      }
    } catch (GgufFormatException refused) {
      if (FormatErrors.hasInvisible(refused.getMessage())) {
        throw new AssertionError("the message could steer a terminal", refused);
      }
    }
  }

  /** A value is that of its type or refused, like numbers past 2^63 and text that is no UTF-8. */
  private static void decode(GgufFile file, String key) {
    try {
      file.value(key, ELEMENTS).orElseThrow();
    } catch (GgufFormatException refused) {
      if (!refused.getMessage().contains(FormatErrors.key(key))) {
        throw new AssertionError("the message does not name " + key, refused);
      }
    }
  }
}
