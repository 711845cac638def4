package io.perilune.server.badrequest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/** The bytes of a request. */
final class RawRequest {
  private static final String END_OF_LINE = "\r\n";

  private RawRequest() {}

  /**
   * The bytes that a record stands for.
   *
   * @param repetition the number for {@code $i} in its body
   * @param key the right key; empty if none is asked for
   */
  static byte[] of(BadRequest request, int repetition, String key) {
    JsonNode record = request.record();
    if (record.has("raw_hex")) {
      return HexFormat.of().parseHex(record.get("raw_hex").asText());
    }
    if (record.has("raw_text")) {
      return record.get("raw_text").asText().getBytes(StandardCharsets.UTF_8);
    }
    byte[] body = request.body(repetition);
    StringBuilder head = new StringBuilder();
    head.append(record.get("method").asText()).append(' ').append(record.get("path").asText());
    head.append(" HTTP/1.1").append(END_OF_LINE);
    Set<String> named = new HashSet<>();
    for (JsonNode header : record.path("headers")) {
      named.add(header.get(0).asText().toLowerCase(Locale.ROOT));
      if (!header.get(1).isNull()) {
        add(head, header.get(0).asText(), header.get(1).asText());
      }
    }
    if (!record.path("no_auto").asBoolean(false)) {
      addUsual(head, named, body.length, key);
      if (request.compressed()) {
        add(head, "Content-Encoding", "gzip");
      }
    }
    return joined(head, body);
  }

  static byte[] get(String path, String key) {
    StringBuilder head = new StringBuilder("GET " + path + " HTTP/1.1" + END_OF_LINE);
    addUsual(head, Set.of("content-type", "content-length"), 0, key);
    return joined(head, new byte[0]);
  }

  static byte[] post(String path, String text, String key) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1" + END_OF_LINE);
    addUsual(head, Set.of(), body.length, key);
    return joined(head, body);
  }

  private static void addUsual(StringBuilder head, Set<String> named, int length, String key) {
    if (!named.contains("host")) {
      add(head, "Host", "127.0.0.1");
    }
    if (!named.contains("content-type")) {
      add(head, "Content-Type", "application/json");
    }
    if (!named.contains("content-length")) {
      add(head, "Content-Length", Integer.toString(length));
    }
    if (!key.isEmpty() && !named.contains("authorization") && !named.contains("x-api-key")) {
      add(head, "Authorization", "Bearer " + key);
    }
  }

  private static void add(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append(END_OF_LINE);
  }

  private static byte[] joined(StringBuilder head, byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.append(END_OF_LINE).toString().getBytes(StandardCharsets.ISO_8859_1));
    bytes.writeBytes(body);
    return bytes.toByteArray();
  }
}
