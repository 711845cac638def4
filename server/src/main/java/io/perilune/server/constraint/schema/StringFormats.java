package io.perilune.server.constraint.schema;

import java.util.Map;
import java.util.Optional;

/**
 * The values of {@code format} that are enforced, as regular expressions; others say nothing.
 * Sources: RFC 3339 (dates and times, with leap years, without leap seconds, and with offsets of at
 * most 18 hours, as calendars of programming languages have them), RFC 3339 appendix A (durations),
 * RFC 5321 and RFC 1123 (mail addresses without quotes, host names), RFC 4291, RFC 4122 and RFC
 * 3986 (URIs).
 */
final class StringFormats {
  private static final String DATE =
      "(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
          + "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
          + "|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)";
  private static final String TIME =
      "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]{1,9})?"
          + "(?:[Zz]|[+-](?:(?:0[0-9]|1[0-7]):[0-5][0-9]|18:00))";
  private static final String DURATION_TIME =
      "T(?:[0-9]{1,9}H(?:[0-9]{1,9}M(?:[0-9]{1,9}S)?)?|[0-9]{1,9}M(?:[0-9]{1,9}S)?|[0-9]{1,9}S)";
  private static final String DURATION_DATE =
      "(?:[0-9]{1,9}Y(?:[0-9]{1,9}M(?:[0-9]{1,9}D)?)?|[0-9]{1,9}M(?:[0-9]{1,9}D)?|[0-9]{1,9}D)";
  private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  private static final String HOST_NAME = LABEL + "(?:\\." + LABEL + "){0,20}";
  private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}";
  private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final String IPV4 = OCTET + "(?:\\." + OCTET + "){3}";
  private static final String H16 = "[0-9A-Fa-f]{1,4}";
  private static final String LS32 = "(?:" + H16 + ":" + H16 + "|" + IPV4 + ")";
  private static final String IPV6 = ipv6();
  private static final String ESCAPED = "%[0-9A-Fa-f]{2}";
  private static final String URI_CHARACTER = "(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|" + ESCAPED + ")";
  private static final String REG_NAME = "(?:[A-Za-z0-9._~!$&'()*+,;=-]|" + ESCAPED + ")*";
  private static final String USER = "(?:[A-Za-z0-9._~!$&'()*+,;=:-]|" + ESCAPED + ")*";
  private static final String AUTHORITY =
      "(?:" + USER + "@)?(?:\\[" + IPV6 + "\\]|" + REG_NAME + ")(?::[0-9]{0,5})?";
  private static final String URI =
      "[A-Za-z][A-Za-z0-9+.-]*:(?://"
          + AUTHORITY
          + "(?:/"
          + URI_CHARACTER
          + "*)*"
          + "|/?(?:"
          + URI_CHARACTER
          + "+(?:/"
          + URI_CHARACTER
          + "*)*)?)"
          + "(?:\\?(?:"
          + URI_CHARACTER
          + "|[/?])*)?(?:#(?:"
          + URI_CHARACTER
          + "|[/?])*)?";

  private static final Map<String, Regex> FORMATS =
      Map.of(
          "date", whole(DATE),
          "time", whole(TIME),
          "date-time", whole(DATE + "[Tt]" + TIME),
          "duration",
              whole(
                  "P(?:"
                      + DURATION_DATE
                      + "(?:"
                      + DURATION_TIME
                      + ")?|"
                      + DURATION_TIME
                      + "|[0-9]{1,9}W)"),
          "email", whole(ATOM + "(?:\\." + ATOM + ")*@" + HOST_NAME),
          "hostname", whole(HOST_NAME),
          "ipv4", whole(IPV4),
          "ipv6", whole(IPV6),
          "uuid", whole("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),
          "uri", whole(URI));

  private StringFormats() {}

  /** What strings of a format look like; empty for a format that is not enforced. */
  static Optional<Regex> regex(String format) {
    return Optional.ofNullable(FORMATS.get(format));
  }

  private static Regex whole(String expression) {
    return RegexParser.parse("^(?:" + expression + ")$");
  }

  /** The nine forms of RFC 3986: up to seven groups before a double colon and the rest after it. */
  private static String ipv6() {
    StringBuilder forms = new StringBuilder("(?:(?:" + H16 + ":){6}" + LS32);
    for (int before = 0; before <= 7; before++) {
      String first = before == 0 ? "" : "(?:(?:" + H16 + ":){0," + (before - 1) + "}" + H16 + ")?";
      String last =
          before == 7 ? "" : before == 6 ? H16 : "(?:" + H16 + ":){" + (5 - before) + "}" + LS32;
      forms.append('|').append(first).append("::").append(last);
    }
    return forms.append(')').toString();
  }
}
