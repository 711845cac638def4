package io.perilune.server.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The folder of a run: {@code results.jsonl}, to which each result is written as soon as it is
 * there, and {@code summary.json}.
 */
public final class ResultLog implements AutoCloseable {
  private static final String RESULTS = "results.jsonl";
  private static final String SUMMARY = "summary.json";

  private record Key(int dataIndex, String hash) {}

  private final Path folder;
  private final Map<Key, ObjectNode> earlier;
  private final BufferedWriter results;

  private ResultLog(Path folder, Map<Key, ObjectNode> earlier) throws IOException {
    this.folder = folder;
    this.earlier = earlier;
    this.results =
        Files.newBufferedWriter(
            folder.resolve(RESULTS), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /**
   * Begins anew.
   *
   * @param overwrite whether results that are there may be replaced
   * @throws VerificationException if there are any and they may not
   */
  public static ResultLog create(Path folder, boolean overwrite) throws IOException {
    Path file = folder.resolve(RESULTS);
    if (Files.exists(file) && !overwrite) {
      throw new VerificationException(
          file + " exists already; add --resume to go on with it or --force to replace it.");
    }
    Files.createDirectories(folder);
    Files.deleteIfExists(file);
    Files.deleteIfExists(folder.resolve(SUMMARY));
    return new ResultLog(folder, Map.of());
  }

  /**
   * Goes on with a run that was ended early: keeps what was answered, forgets what failed, and a
   * last line that was not written whole.
   *
   * @throws VerificationException if the file that is there holds anything else
   */
  public static ResultLog resume(Path folder) throws IOException {
    Path file = folder.resolve(RESULTS);
    if (!Files.exists(file)) {
      return create(folder, false);
    }
    List<String> lines = Files.readAllLines(file);
    Map<Key, ObjectNode> kept = new HashMap<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      Optional<ObjectNode> result = result(lines.get(i));
      if (result.isEmpty() && i < lines.size() - 1) {
        throw new VerificationException(
            file + ", line " + (i + 1) + " is no result; name another folder with --out.");
      }
      if (result.isPresent() && SampleResult.SUCCESS.equals(Json.text(result.get(), "status"))) {
        kept.put(key(result.get()), result.get());
        text.append(lines.get(i)).append('\n');
      }
    }
    replace(file, text.toString());
    return new ResultLog(folder, kept);
  }

  private static Optional<ObjectNode> result(String line) {
    try {
      JsonNode value = Json.read(line);
      return value.path("response").isObject() ? Optional.of((ObjectNode) value) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static Key key(JsonNode result) {
    return new Key(result.path("data_index").asInt(), Json.text(result, "hash"));
  }

  private static void replace(Path file, String text) throws IOException {
    Path whole = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(whole, text);
    Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The line of an earlier run that answers the very same request. */
  Optional<ObjectNode> earlier(int dataIndex, String hash) {
    return Optional.ofNullable(earlier.get(new Key(dataIndex, hash)));
  }

  /** Writes a line, so that it is there whatever happens later. */
  void add(SampleResult result) throws IOException {
    results.write(Json.line(result.json(Instant.now())));
    results.write('\n');
    results.flush();
  }

  /** Writes the summary. */
  void add(Summary summary) throws IOException {
    replace(folder.resolve(SUMMARY), Json.indented(summary.json()) + "\n");
  }

  @Override
  public void close() throws IOException {
    results.close();
  }
}
