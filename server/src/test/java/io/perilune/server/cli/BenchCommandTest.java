package io.perilune.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class BenchCommandTest {
  @Test
  void printsMediansAndTheirSpread() throws Exception {
    CommandRun run = bench("--prompt", "16", "--generate", "2", "--json");
    assertEquals(0, run.status(), run.err());
    JsonNode result = new ObjectMapper().readTree(run.out());
    for (String field : new String[] {"prefill_tokens_per_s", "decode_tokens_per_s"}) {
      double median = result.get(field).asDouble();
      assertTrue(median > 0, run.out());
      assertTrue(result.get(field + "_min").asDouble() <= median, run.out());
      assertTrue(result.get(field + "_max").asDouble() >= median, run.out());
    }
    assertEquals(16, result.get("prompt_tokens").asInt());
    assertEquals(2, result.get("threads").asInt());
  }

  @Test
  void leavesOutWhatIsNotMeasured() throws Exception {
    CommandRun run = bench("--prompt", "0", "--generate", "2", "--streams", "3");
    assertEquals(0, run.status(), run.err());
    assertTrue(run.out().contains("generate, 3 streams, 2: "), run.out());
    assertFalse(run.out().contains("prompt"), run.out());
  }

  @Test
  void refusesNumbersThatMakeNoSense() {
    CommandRun nothing = bench("--prompt", "0", "--generate", "0");
    assertEquals(1, nothing.status());
    assertTrue(nothing.err().contains("nothing to do"), nothing.err());
    CommandRun negative = bench("--depth", "-1");
    assertEquals(2, negative.status());
    assertTrue(negative.err().contains("--depth is -1"), negative.err());
  }

  private static CommandRun bench(String... options) {
    String[] all = new String[options.length + 5];
    String[] fixed = {"bench", "--repetitions=2", "--rehearsal=0", "--threads=2", "--chunk=16"};
    System.arraycopy(fixed, 0, all, 0, fixed.length);
    System.arraycopy(options, 0, all, fixed.length, options.length);
    return CommandRun.of(all);
  }
}
