package io.perilune.server.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnenforcedLogTest {
  private final List<String> told = new ArrayList<>();
  private final UnenforcedLog log = new UnenforcedLog(told::add);

  @Test
  void tellsEachProblemOnce() {
    log.add(List.of("a", "b"));
    log.add(List.of("a", "b"));
    log.add(List.of("b", "c"));
    log.add(List.of());
    assertEquals(List.of("Not enforced: a; b", "Not enforced: c"), told);
  }

  @Test
  void tellsFewAtATime() {
    log.add(problems("p", UnenforcedLog.TOLD_MAX + 2));
    assertEquals(1, told.size());
    assertEquals(
        "Not enforced: "
            + String.join("; ", problems("p", UnenforcedLog.TOLD_MAX))
            + "; and 2 more",
        told.getFirst());
  }

  @Test
  void forgetsWhatWasNotMetForLongest() {
    log.add(List.of("kept", "forgotten"));
    log.add(problems("p", UnenforcedLog.REMEMBERED_MAX - 2));
    log.add(List.of("kept", "one more"));
    told.clear();
    log.add(List.of("kept", "forgotten"));
    assertEquals(List.of("Not enforced: forgotten"), told);
  }

  private static List<String> problems(String name, int count) {
    return IntStream.range(0, count).mapToObj(i -> name + i).toList();
  }
}
