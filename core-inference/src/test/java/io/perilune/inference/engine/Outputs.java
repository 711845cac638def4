package io.perilune.inference.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What came out of a generation. */
record Outputs(int[] tokens, GenerationEvent.Finished finished) {
  static final Duration LONG = Duration.ofSeconds(30);

  /** Reads a generation to its end. */
  static Outputs of(Generation generation) throws InterruptedException {
    List<Integer> tokens = new ArrayList<>();
    while (true) {
      switch (generation.next(LONG)) {
        case GenerationEvent.Token token -> tokens.add(token.id());
        case GenerationEvent.Finished finished -> {
          return new Outputs(tokens.stream().mapToInt(Integer::intValue).toArray(), finished);
        }
        case GenerationEvent other -> throw new AssertionError("stuck at " + other);
      }
    }
  }

  StopCause cause() {
    return finished.cause();
  }
}
