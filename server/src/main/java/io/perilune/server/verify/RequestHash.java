package io.perilune.server.verify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells whether a result is of the very request that would be sent now. */
final class RequestHash {
  private RequestHash() {}

  /** SHA-256 of the request with sorted names, in hexadecimal digits. */
  static String of(ObjectNode request) {
    try {
      byte[] text = Json.sortedLine(request).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
