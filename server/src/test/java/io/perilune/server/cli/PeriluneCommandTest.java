package io.perilune.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeriluneCommandTest {
  private record Outcome(int status, String out, String err) {}

  @Test
  void explainsItself() {
    assertTrue(run().out().contains("perilune serve -m model.gguf"));
    String help = run("serve", "--help").out();
    for (String option :
        new String[] {
          "-m, --model",
          "--host",
          "--port",
          "-c, --ctx-size",
          "-t, --threads",
          "--parallel",
          "--alias",
          "--chat-template-file"
        }) {
      assertTrue(help.contains(option), option);
    }
  }

  @Test
  void refusesAMissingModelInOneSentence() {
    Outcome outcome = run("serve", "-m", "no-such.gguf");
    assertEquals(1, outcome.status());
    assertEquals("perilune: The model file no-such.gguf does not exist.", outcome.err().strip());
  }

  @Test
  void refusesAFileThatIsNoModelInOneSentence(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("note.gguf"), "This is no model at all.");
    Outcome outcome = run("serve", "-m", file.toString());
    assertEquals(1, outcome.status());
    assertEquals(1, outcome.err().strip().lines().count());
    assertTrue(outcome.err().contains("note.gguf"), outcome.err());
  }

  @Test
  void refusesOptionsOutOfRange() {
    Outcome outcome = run("serve", "--port", "99999");
    assertEquals(2, outcome.status());
    assertTrue(outcome.err().contains("--port is 99999"), outcome.err());
    assertEquals(2, run("serve", "--parallel", "0").status());
    Outcome host = run("serve", "--host", "256.1.1.1");
    assertEquals(2, host.status());
    assertTrue(host.err().contains("--host is 256.1.1.1"), host.err());
    assertEquals(2, run("serve", "--no-such-option").status());
  }

  private static Outcome run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream oldOut = System.out;
    PrintStream oldErr = System.err;
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      int status = PeriluneCommand.execute(arguments);
      return new Outcome(
          status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(oldOut);
      System.setErr(oldErr);
    }
  }
}
