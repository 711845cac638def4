package io.perilune.server.constraint;

import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Stands for a schema, the order of its members included: it is the order in which a model writes
 * theirs. Small, however long the schema's descriptions.
 *
 * @param sha256 32 bytes
 */
record SchemaDigest(ByteBuffer sha256) {
  static SchemaDigest of(JsonValue schema) {
    try {
      byte[] text = JsonWriter.compact(schema).getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
      return new SchemaDigest(ByteBuffer.wrap(digest).asReadOnlyBuffer());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
