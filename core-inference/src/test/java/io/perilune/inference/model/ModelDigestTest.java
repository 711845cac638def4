package io.perilune.inference.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelDigestTest {
  @Test
  void isTheSameForTheSameModel() throws IOException {
    byte[] digest = ModelDigest.of(TinyModel.llama().file());
    assertEquals(32, digest.length);
    assertArrayEquals(digest, ModelDigest.of(TinyModel.llama().file()));
  }

  @Test
  void tellsModelsApartByMetadataTensorsAndData() throws IOException {
    byte[] digest = ModelDigest.of(TinyModel.llama().file());
    float[] ones = {1, 1, 1, 1};
    float[] others = {1, 1, 2, 1};
    byte[] more =
        ModelDigest.of(TinyModel.llama().tensor("rope_freqs.weight", List.of(4L), ones).file());
    for (TinyModel other :
        List.of(
            TinyModel.llama().set("rope.freq_base", 9999.0),
            TinyModel.llama().tensor("rope_freqs.weight", List.of(4L), ones),
            TinyModel.llama().tensor("rope_freqs.weight", List.of(4L), others))) {
      assertFalse(Arrays.equals(digest, ModelDigest.of(other.file())));
    }
    assertFalse(
        Arrays.equals(
            more,
            ModelDigest.of(
                TinyModel.llama().tensor("rope_freqs.weight", List.of(4L), others).file())));
  }
}
