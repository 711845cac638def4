package io.perilune.server.api.anthropic;

import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Ids of tool calls as clients of the Messages API accept them. Those clients take only letters,
 * digits, {@code _} and {@code -}, while models write {@code functions.get_time:0} and must see
 * that id again in later prompts. So the id that goes out holds the model's own, and nothing has to
 * be remembered to get it back:
 *
 * <pre>{@code
 * toolu_CHECK_ID
 * }</pre>
 *
 * <p>CHECK is the CRC-32 of the id's UTF-16 code units in eight hexadecimal digits, by which ids of
 * other servers are told apart, whatever they look like. In ID letters, digits and {@code -} stand
 * for themselves, {@code __} for an underscore, {@code _d} for a full stop, {@code _c} for a colon
 * and {@code _uXXXX} for any other code unit. An id gets longer by {@value #FRAME_CHARS} characters
 * and each of its code units by at most {@value #GROWTH_MAX} times.
 */
public final class ToolUseIds {
  /** What all ids of tool calls begin with. */
  private static final String PREFIX = "toolu_";

  private static final int CHECK_DIGITS = 8;

  /** What is put before an id. */
  static final int FRAME_CHARS = PREFIX.length() + CHECK_DIGITS + 1;

  /** The most characters that one code unit becomes. */
  static final int GROWTH_MAX = 6;

  private static final int UNIT_DIGITS = 4;

  private static final HexFormat HEX = HexFormat.of();

  private ToolUseIds() {}

  /** The id for the client; only letters, digits, {@code _} and {@code -}. */
  public static String encode(String id) {
    StringBuilder encoded = new StringBuilder(FRAME_CHARS + id.length());
    encoded.append(PREFIX).append(check(id)).append('_');
    for (int i = 0; i < id.length(); i++) {
      char unit = id.charAt(i);
      if (standsForItself(unit)) {
        encoded.append(unit);
      } else {
        encoded.append('_');
        switch (unit) {
          case '_' -> encoded.append('_');
          case '.' -> encoded.append('d');
          case ':' -> encoded.append('c');
          default -> encoded.append('u').append(HEX.toHexDigits(unit));
        }
      }
    }
    return encoded.toString();
  }

  /** The model's own id; an id that {@link #encode} did not make is given back as it is. */
  public static String decode(String id) {
    if (id.length() < FRAME_CHARS || !id.startsWith(PREFIX)) {
      return id;
    }
    // Only what is encoded in the one way, with the right check, is an id of ours.
    return units(id).filter(decoded -> encode(decoded).equals(id)).orElse(id);
  }

  /** What stands behind the frame, decoded; empty if that is not possible. */
  private static Optional<String> units(String id) {
    StringBuilder decoded = new StringBuilder();
    int at = FRAME_CHARS;
    while (at < id.length()) {
      char c = id.charAt(at++);
      if (c != '_') {
        decoded.append(c);
        continue;
      }
      if (at == id.length()) {
        return Optional.empty();
      }
      switch (id.charAt(at++)) {
        case '_' -> decoded.append('_');
        case 'd' -> decoded.append('.');
        case 'c' -> decoded.append(':');
        case 'u' -> {
          if (!areDigits(id, at)) {
            return Optional.empty();
          }
          decoded.append((char) HexFormat.fromHexDigits(id, at, at + UNIT_DIGITS));
          at += UNIT_DIGITS;
        }
        default -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(decoded.toString());
  }

  private static boolean areDigits(String id, int from) {
    return from + UNIT_DIGITS <= id.length()
        && id.substring(from, from + UNIT_DIGITS).chars().allMatch(HexFormat::isHexDigit);
  }

  private static boolean standsForItself(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-';
  }

  private static String check(String id) {
    CRC32 crc = new CRC32();
    // Not UTF-8, which has no bytes for half of a surrogate pair.
    for (int i = 0; i < id.length(); i++) {
      crc.update(id.charAt(i) >>> Byte.SIZE);
      crc.update(id.charAt(i));
    }
    return HEX.toHexDigits((int) crc.getValue());
  }
}
