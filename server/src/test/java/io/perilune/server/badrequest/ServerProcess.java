package io.perilune.server.badrequest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged server as a process of its own. */
final class ServerProcess implements AutoCloseable {
  static final Path APPLICATION = Path.of("target/quarkus-app/quarkus-run.jar");

  private static final Path JVM_OPTIONS = Path.of("src/main/launcher/jvm.options");
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(40);

  /** The options that stand for settings of records; other settings need none. */
  private static final Map<String, String> OPTIONS =
      Map.of(
          "api_key", "--api-key",
          "bind", "--host",
          "ctx", "--ctx-size",
          "slots", "--parallel",
          "queue", "--queue",
          "max_body_mb", "--max-body-mb");

  private final Process process;
  private final int port;
  private final String key;
  private final Path folder;

  private ServerProcess(Process process, int port, String key, Path folder) {
    this.process = process;
    this.port = port;
    this.key = key;
    this.folder = folder;
  }

  /**
   * Starts the server and waits until it is ready.
   *
   * @param settings those of a record
   * @param folder an empty one: its working directory is below, and its log in it
   */
  static ServerProcess start(JsonNode settings, Path folder)
      throws IOException, InterruptedException {
    int port = freePort();
    Path work = Files.createDirectories(folder.resolve("work"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + JVM_OPTIONS.toAbsolutePath());
    command.add("-jar");
    command.add(APPLICATION.toAbsolutePath().toString());
    command.addAll(List.of("serve", "--alias", "m", "--port", Integer.toString(port)));
    OPTIONS.forEach(
        (setting, option) -> {
          if (settings.has(setting)) {
            command.addAll(List.of(option, settings.get(setting).asText()));
          }
        });
    Process process =
        new ProcessBuilder(command)
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("server.log").toFile())
            .start();
    ServerProcess server =
        new ServerProcess(process, port, settings.path("api_key").asText(""), folder);
    server.awaitReady();
    return server;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (get("/health").status() != 200) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IOException("the server did not start:\n" + log());
      }
      Thread.sleep(100);
    }
  }

  int port() {
    return port;
  }

  /** The right key; empty if none is asked for. */
  String key() {
    return key;
  }

  Path workingDirectory() {
    return folder.resolve("work");
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String log() throws IOException {
    return Files.readString(folder.resolve("server.log"));
  }

  RawAnswer get(String path) {
    return RawConnection.exchange(
        port, RawRequest.get(path, key), Duration.ofSeconds(10), Reading.WHOLE);
  }

  RawAnswer post(String path, String body) {
    return RawConnection.exchange(
        port, RawRequest.post(path, body, key), Duration.ofSeconds(60), Reading.WHOLE);
  }

  /** The heap in use after a collection, in bytes. */
  long heapInUse() throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.run")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
    double bytes = 0;
    for (String line : get("/metrics").body().split("\n")) {
      if (line.startsWith("jvm_memory_used_bytes{") && line.contains("area=\"heap\"")) {
        bytes += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
      }
    }
    return (long) bytes;
  }

  /** Sends the signal for an orderly end, or the one that nothing survives. */
  void signal(String name) {
    if (name.equals("KILL")) {
      process.destroyForcibly();
    } else {
      process.destroy();
    }
  }

  /** The exit status, or a negative number if the process does not end. */
  int exitStatus() throws InterruptedException {
    return process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS) ? process.exitValue() : -1;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
