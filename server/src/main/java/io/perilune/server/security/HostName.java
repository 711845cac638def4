package io.perilune.server.security;

import java.util.Locale;
import java.util.Optional;

/** The host in a {@code Host} header or an origin, without its port. */
final class HostName {
  private HostName() {}

  /**
   * The host of {@code host[:port]}, in lower case; an IPv6 address without its brackets.
   *
   * @return empty if there is none, or the text is not of that form
   */
  static Optional<String> ofAuthority(String authority) {
    String host = authority;
    String rest = "";
    if (authority.startsWith("[")) {
      int end = authority.indexOf(']');
      if (end < 0) {
        return Optional.empty();
      }
      host = authority.substring(1, end);
      rest = authority.substring(end + 1);
    } else {
      int colon = authority.indexOf(':');
      if (colon >= 0) {
        host = authority.substring(0, colon);
        rest = authority.substring(colon);
      }
    }
    boolean wellFormed =
        !host.isEmpty() && isPort(rest) && host.chars().allMatch(HostName::allowed);
    return wellFormed ? Optional.of(host.toLowerCase(Locale.ROOT)) : Optional.empty();
  }

  private static boolean isPort(String rest) {
    return rest.isEmpty()
        || rest.length() > 1
            && rest.charAt(0) == ':'
            && rest.substring(1).chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static boolean allowed(int c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '.'
        || c == '-'
        || c == '_'
        || c == ':';
  }

  /**
   * Whether a host, as {@link #ofAuthority} gives it, is an address and not a name. Whoever owns a
   * name decides where it points; with an address nobody can.
   */
  static boolean isAddress(String host) {
    return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.');
  }
}
