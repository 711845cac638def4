package io.perilune.inference.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perilune.gguf.GgmlType;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Encodes the recorded source in every type that can be written and compares the errors. */
class EncodeOracleTest {
  private static final Path QUANT =
      Path.of(System.getProperty("perilune.oracle", "../../shared/oracle"))
          .resolve("model")
          .resolve("quant");

  /** Our median error per row in units of the recorded one. */
  private static final double LIMIT = 1.02;

  @Test
  void errorsAreNotLargerThanTheRecordedOnes() throws IOException {
    Path index = QUANT.resolve("quant.json");
    assumeTrue(Files.exists(index), () -> "no records at " + index);
    float[] source = floats(QUANT.resolve("src.f32"));
    List<String> mismatches = new ArrayList<>();
    int checked = 0;
    for (Map.Entry<String, JsonNode> entry :
        new ObjectMapper().readTree(index.toFile()).properties()) {
      JsonNode node = entry.getValue();
      Optional<GgmlType> type =
          GgmlType.byId(node.get("type_id").asInt()).filter(WeightEncoders.supported()::contains);
      if (type.isEmpty()) {
        continue;
      }
      checked++;
      int columns = source.length / node.get("rel_rms_row").size();
      double median = median(relativeErrors(type.get(), source, columns));
      double recorded = node.get("rel_rms_median").asDouble();
      System.out.printf("encode: %-6s %.6f, recorded %.5f%n", type.get(), median, recorded);
      if (!(median <= LIMIT * recorded)) {
        mismatches.add(type.get() + ": " + median + " instead of " + recorded);
      }
    }
    System.out.printf("encode: records checked %d / mismatches %d%n", checked, mismatches.size());
    assertTrue(checked > 0, "no record of a type that can be written");
    assertEquals(List.of(), mismatches);
  }

  private static double[] relativeErrors(GgmlType type, float[] source, int columns) {
    double[] errors = new double[source.length / columns];
    MemorySegment row = MemorySegment.ofArray(new byte[(int) type.rowBytes(columns)]);
    float[] decoded = new float[columns];
    for (int r = 0; r < errors.length; r++) {
      WeightEncoders.of(type).encode(source, r * columns, columns, row, 0);
      WeightFormats.of(type).dequantise(row, 0, 0, columns, decoded, 0);
      double squares = 0;
      double sum = 0;
      for (int k = 0; k < columns; k++) {
        double wanted = source[r * columns + k];
        squares += (decoded[k] - wanted) * (decoded[k] - wanted);
        sum += wanted * wanted;
      }
      errors[r] = Math.sqrt(squares / sum);
    }
    return errors;
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
  }

  private static float[] floats(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    float[] floats = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(floats);
    return floats;
  }
}
