package io.perilune.server.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.perilune.server.chat.ServedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The embedded model calls tools that it has never seen, and always as their schemas demand. */
class ConstrainedCallsTest {
  private static final int SCHEMAS = 200;

  @Test
  void allCallsAreValid() throws InterruptedException {
    List<String> problems = new ArrayList<>();
    try (ServedModel model = ConstrainedCalls.load(Optional.empty())) {
      ConstrainedCalls calls = new ConstrainedCalls(model, true);
      for (int seed = 0; seed < SCHEMAS; seed++) {
        calls.problem(seed, seed % 2).ifPresent(problems::add);
      }
    }
    assertEquals(List.of(), problems);
  }
}
