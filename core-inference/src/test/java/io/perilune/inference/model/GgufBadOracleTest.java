package io.perilune.inference.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.perilune.inference.model.BadFileAttempts.Stage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Malformed files are refused with an error that names the right thing at the right place, and
 * valid ones are not. The files are tried in child processes whose heap is that of an idle process
 * and what the record allows on top, so that whoever takes more fails.
 */
class GgufBadOracleTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("perilune.oracle", "../../shared/oracle")).resolve("gguf-bad");

  /** Enough for a process that has not told yet what it needs. */
  private static final long PROBE_HEAP = 256L << 20;

  private static final long START_MILLIS = 60_000;

  /** What a busy machine may take on top before an attempt counts as hanging. */
  private static final long GRACE_MILLIS = 10_000;

  @TempDir Path temporary;

  private final Map<Stage, Integer> refused = new TreeMap<>();
  private final List<String> mismatches = new ArrayList<>();
  private double slowest;
  private long largestHeap;

  @Test
  void everyRecordIsDecidedAsTheManifestSays() throws Exception {
    Path manifest = FOLDER.resolve("manifest.jsonl");
    assumeTrue(Files.exists(manifest), () -> "no records at " + manifest);
    List<BadFileRecord> records = new ArrayList<>();
    for (String line : Files.readAllLines(manifest)) {
      records.add(new BadFileRecord(new ObjectMapper().readTree(line)));
    }
    int all = records.size();
    records.removeIf(BadFileRecord::isAboutTemplates);
    long idle = idleHeap();
    Map<Long, List<BadFileRecord>> byHeap =
        records.stream().collect(Collectors.groupingBy(BadFileRecord::heapBytesMax));
    for (Map.Entry<Long, List<BadFileRecord>> batch : byHeap.entrySet()) {
      runAll(batch.getValue(), Math.addExact(idle, batch.getKey()));
    }
    System.out.printf(
        "malformed files: %d records checked / %d mismatches (%d of templates not covered);"
            + " refused %s; slowest %.1f ms, largest heap %.1f MiB on top of %.1f MiB%n",
        records.size(),
        mismatches.size(),
        all - records.size(),
        refused,
        slowest,
        largestHeap / (double) (1 << 20),
        idle / (double) (1 << 20));
    assertEquals(List.of(), mismatches);
  }

  private long idleHeap() throws IOException, InterruptedException {
    Path none = Files.createFile(temporary.resolve("no-attempts"));
    try (BadFileProcess process = new BadFileProcess(PROBE_HEAP, none)) {
      return idleHeap(process);
    }
  }

  private static long idleHeap(BadFileProcess process) throws InterruptedException {
    String line =
        process
            .line(START_MILLIS)
            .orElseThrow(() -> new AssertionError("the child process " + process.ending()));
    return Long.parseLong(line.substring(BadFileAttempts.IDLE.length() + 1));
  }

  /** Tries the files in one process, or in a new one after each that ends the process. */
  private void runAll(List<BadFileRecord> records, long heap)
      throws IOException, InterruptedException {
    Deque<BadFileRecord> left = new ArrayDeque<>(records);
    while (!left.isEmpty()) {
      try (BadFileProcess process = new BadFileProcess(heap, attempts(left))) {
        idleHeap(process);
        boolean alive = true;
        while (alive && !left.isEmpty()) {
          BadFileRecord record = left.removeFirst();
          Optional<String> line = process.line(record.millisMax() + GRACE_MILLIS);
          alive = line.isPresent();
          note(
              record,
              line.map(BadFileRecord.Attempt::parse)
                  .map(attempt -> count(record, attempt))
                  .orElseGet(process::ending));
        }
      }
    }
  }

  private String count(BadFileRecord record, BadFileRecord.Attempt attempt) {
    slowest = Math.max(slowest, attempt.millis());
    largestHeap = Math.max(largestHeap, attempt.heapBytes());
    if (attempt.outcome().equals("refused")) {
      refused.merge(attempt.stage(), 1, Integer::sum);
    }
    return record.judge(attempt);
  }

  private void note(BadFileRecord record, String problem) {
    if (!problem.isEmpty()) {
      mismatches.add(record.id() + ": " + problem);
    }
  }

  private Path attempts(Iterable<BadFileRecord> records) throws IOException {
    List<String> lines = new ArrayList<>();
    for (BadFileRecord record : records) {
      lines.add(record.stage() + " " + prepare(record));
    }
    return Files.write(temporary.resolve("attempts"), lines);
  }

  /** Where the record's file can be opened; a sparse one is extended in a copy. */
  private Path prepare(BadFileRecord record) throws IOException {
    Path file = FOLDER.resolve(record.path()).toAbsolutePath().normalize();
    Path copy = temporary.resolve(record.id() + ".gguf");
    if (!record.json().path("truncate_to").isNumber() || Files.exists(copy)) {
      return Files.exists(copy) ? copy : file;
    }
    Files.write(copy, Files.readAllBytes(file));
    try (RandomAccessFile extended = new RandomAccessFile(copy.toFile(), "rw")) {
      extended.setLength(record.json().path("truncate_to").asLong());
    }
    return copy;
  }
}
