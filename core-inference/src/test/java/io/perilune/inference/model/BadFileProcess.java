package io.perilune.inference.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A running {@link BadFileAttempts}, read line by line with a time limit for each. */
final class BadFileProcess implements AutoCloseable {
  private static final String END = "";

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  BadFileProcess(long heapBytes, Path attempts) throws IOException {
    process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--add-modules=jdk.incubator.vector",
                    "-XX:+UseSerialGC",
                    "-Xmx" + heapBytes,
                    "-XX:ErrorFile=" + attempts.resolveSibling("error"),
                    "-cp",
                    System.getProperty("java.class.path"),
                    BadFileAttempts.class.getName(),
                    attempts.toString()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Thread.ofVirtual().start(this::read);
  }

  private void read() {
    try (BufferedReader output = new BufferedReader(process.inputReader(StandardCharsets.UTF_8))) {
      output.lines().forEach(lines::add);
    } catch (IOException | UncheckedIOException e) {
      // The process was ended from here.
    } finally {
      lines.add(END);
    }
  }

  /** The next line; empty if it does not come in time, or the process has ended. */
  Optional<String> line(long millis) throws InterruptedException {
    String line = lines.poll(millis, TimeUnit.MILLISECONDS);
    return line == null || line.equals(END) ? Optional.empty() : Optional.of(line);
  }

  /** How the process ended, if it has. */
  String ending() {
    return process.isAlive() ? "hangs" : "ended the process with status " + process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
