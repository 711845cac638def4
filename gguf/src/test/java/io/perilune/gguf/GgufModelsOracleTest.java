package io.perilune.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every model and vocabulary file of the reference data opens, and all its tensors are reachable.
 */
class GgufModelsOracleTest {
  @Test
  void everyModelOpensWithAllItsTensors() throws IOException {
    Path folder = Oracle.folder("model");
    List<Path> files;
    try (Stream<Path> paths = Files.walk(folder)) {
      files = paths.filter(path -> path.toString().endsWith(".gguf")).sorted().toList();
    }
    assumeFalse(files.isEmpty(), () -> "no model files below " + folder);
    List<String> mismatches = new ArrayList<>();
    int tensors = 0;
    for (Path path : files) {
      try (GgufFile file = GgufFile.open(path)) {
        for (TensorInfo tensor : file.tensors()) {
          checkTensor(file, tensor);
        }
        tensors += file.tensors().size();
        if (file.metadata().string("general.architecture").isEmpty()) {
          mismatches.add(path.getFileName() + ": no architecture");
        }
      } catch (RuntimeException | AssertionError e) {
        mismatches.add(path.getFileName() + ": " + e);
      }
    }
    System.out.printf(
        "model files: %d records checked / %d mismatches (%d tensors)%n",
        files.size(), mismatches.size(), tensors);
    assertEquals(List.of(), mismatches);
  }

  private static void checkTensor(GgufFile file, TensorInfo tensor) {
    BigInteger rows = BigInteger.ONE;
    for (long dimension : tensor.shape().subList(1, tensor.shape().size())) {
      rows = rows.multiply(BigInteger.valueOf(dimension));
    }
    long rowBytes = tensor.type().rowBytes(tensor.dimension(0));
    assertEquals(rows.multiply(BigInteger.valueOf(rowBytes)), BigInteger.valueOf(tensor.bytes()));
    assertEquals(tensor.bytes(), file.data(tensor).byteSize());
  }
}
