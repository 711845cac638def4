package io.perilune.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeriluneCommandTest {
  @Test
  void explainsItself() {
    assertTrue(CommandRun.of().out().contains("perilune serve -m model.gguf"));
    String help = CommandRun.of("serve", "--help").out();
    for (String option :
        new String[] {
          "-m, --model",
          "--host",
          "--port",
          "-c, --ctx-size",
          "-t, --threads",
          "--parallel",
          "--draft-max",
          "--kv-cache-type",
          "--prefix-cache-file",
          "--alias",
          "--chat-template-file"
        }) {
      assertTrue(help.contains(option), option);
    }
  }

  @Test
  void refusesAMissingModelInOneSentence() {
    CommandRun outcome = CommandRun.of("serve", "-m", "no-such.gguf");
    assertEquals(1, outcome.status());
    assertEquals("perilune: The model file no-such.gguf does not exist.", outcome.err().strip());
  }

  @Test
  void refusesAFileThatIsNoModelInOneSentence(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("note.gguf"), "This is no model at all.");
    CommandRun outcome = CommandRun.of("serve", "-m", file.toString());
    assertEquals(1, outcome.status());
    assertEquals(1, outcome.err().strip().lines().count());
    assertTrue(outcome.err().contains("note.gguf"), outcome.err());
  }

  @Test
  void refusesOptionsOutOfRange() {
    CommandRun outcome = CommandRun.of("serve", "--port", "99999");
    assertEquals(2, outcome.status());
    assertTrue(outcome.err().contains("--port is 99999"), outcome.err());
    assertEquals(2, CommandRun.of("serve", "--parallel", "0").status());
    assertEquals(2, CommandRun.of("serve", "--draft-max", "65").status());
    assertEquals(2, CommandRun.of("serve", "--kv-cache-type", "q5_1").status());
    CommandRun host = CommandRun.of("serve", "--host", "256.1.1.1");
    assertEquals(2, host.status());
    assertTrue(host.err().contains("--host is 256.1.1.1"), host.err());
    assertEquals(2, CommandRun.of("serve", "--no-such-option").status());
  }
}
