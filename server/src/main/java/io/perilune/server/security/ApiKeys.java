package io.perilune.server.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The keys that clients must know. Only digests are kept, and a comparison takes the same time
 * whatever the key: it looks at every byte of every digest.
 */
public final class ApiKeys {
  /** Bytes of a digest that name the key's owner; enough to keep keys apart, useless to guess. */
  private static final int OWNER_BYTES = 12;

  private static final String BEARER = "Bearer ";

  private final List<byte[]> digests;

  /**
   * Keeps the digests of keys.
   *
   * @param keys none of them blank; none at all if everybody may ask
   */
  public ApiKeys(List<String> keys) {
    this.digests = keys.stream().map(ApiKeys::digest).toList();
  }

  /** Whether a key is asked for at all. */
  public boolean required() {
    return !digests.isEmpty();
  }

  /**
   * Who sends a request, as a name that tells nothing of the key; what one owner has said is never
   * reused for another.
   *
   * @param authorization the header {@code Authorization}, or null
   * @param apiKey the header {@code x-api-key}, or null
   * @return empty if no header has one of the keys
   */
  public Optional<String> owner(String authorization, String apiKey) {
    Optional<String> owner = apiKey == null ? Optional.empty() : ownerOf(apiKey);
    if (owner.isPresent() || authorization == null || !isBearer(authorization)) {
      return owner;
    }
    return ownerOf(authorization.substring(BEARER.length()).strip());
  }

  private static boolean isBearer(String authorization) {
    return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
  }

  private Optional<String> ownerOf(String key) {
    byte[] digest = digest(key);
    boolean known = false;
    for (byte[] each : digests) {
      known |= MessageDigest.isEqual(each, digest);
    }
    return known ? Optional.of(HexFormat.of().formatHex(digest, 0, OWNER_BYTES)) : Optional.empty();
  }

  private static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
