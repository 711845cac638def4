package io.perilune.server.badrequest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** A record of the collection of bad requests: what to send and what must come back. */
record BadRequest(JsonNode record) {
  static final Path FOLDER =
      Path.of(System.getProperty("perilune.oracle", "../../shared/oracle"), "http-bad");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> SETTINGS_THAT_DO_NOT_MATTER = Set.of("ctx", "slots", "queue");

  /** All records. */
  static List<BadRequest> all() throws IOException {
    List<BadRequest> requests = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          requests.add(new BadRequest(JSON.readTree(line)));
        }
      }
    }
    return requests;
  }

  String id() {
    return record.get("id").asText();
  }

  JsonNode expect() {
    return record.get("expect");
  }

  /** Whether it is an ordinary request to a path under test that needs no special server. */
  boolean applies() {
    String path = record.path("path").asText("");
    boolean ours =
        path.equals("/v1/chat/completions")
            || path.equals("/v1/responses")
            || path.startsWith("/v1/messages")
            || path.startsWith("/v1/models")
            || path.equals("/health");
    boolean ordinary =
        !record.has("wire")
            && !record.has("raw_hex")
            && !record.has("raw_text")
            && !record.has("no_auto");
    boolean plainServer = true;
    for (var settings = record.path("server").fieldNames(); settings.hasNext(); ) {
      plainServer &= SETTINGS_THAT_DO_NOT_MATTER.contains(settings.next());
    }
    return ours && ordinary && plainServer;
  }

  Wire wire() {
    return new Wire(record.path("wire"));
  }

  /** Whether the body is compressed. */
  boolean compressed() {
    return record.at("/body_gen/kind").asText().equals("gzip");
  }

  /**
   * The body.
   *
   * @param repetition the number that {@code $i} in it stands for
   */
  byte[] body(int repetition) {
    if (record.has("body_hex")) {
      return HexFormat.of().parseHex(record.get("body_hex").asText());
    }
    if (compressed()) {
      return compressed(generate(record.at("/body_gen/of")));
    }
    String text = record.has("wire") ? text().replace("$i", Integer.toString(repetition)) : text();
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] compressed(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private String text() {
    if (record.has("body_text")) {
      return record.get("body_text").asText();
    }
    return record.has("body_gen")
        ? generate(record.get("body_gen"))
        : record.path("body").isMissingNode() || record.path("body").isNull()
            ? ""
            : record.get("body").toString();
  }

  private static String generate(JsonNode recipe) {
    int n = recipe.get("n").asInt();
    String middle =
        switch (recipe.get("kind").asText()) {
          case "repeat" -> recipe.get("unit").asText().repeat(n);
          case "nest" ->
              recipe.get("open").asText().repeat(n)
                  + recipe.get("core").asText()
                  + recipe.get("close").asText().repeat(n);
          case "props" -> {
            List<String> all = new ArrayList<>();
            for (int i = 0; i < n; i++) {
              all.add(recipe.get("prop").asText().replace("%d", Integer.toString(i)));
            }
            yield String.join(recipe.get("join").asText(), all);
          }
          case "collide" -> {
            List<String> all = new ArrayList<>();
            for (int i = 0; i < n; i++) {
              all.add("\"" + collidingName(recipe, i) + "\":1");
            }
            yield String.join(",", all);
          }
          default -> throw new IllegalArgumentException(recipe.toString());
        };
    return recipe.get("head").asText() + middle + recipe.get("tail").asText();
  }

  private static String collidingName(JsonNode recipe, int number) {
    StringBuilder name = new StringBuilder();
    for (int bit = 0; bit < recipe.get("len").asInt(); bit++) {
      name.append(recipe.get("pairs").get(number >> bit & 1).asText());
    }
    return name.toString();
  }
}
