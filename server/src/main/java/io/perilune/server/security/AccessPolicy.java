package io.perilune.server.security;

import io.perilune.server.error.ApiException;
import io.perilune.server.error.ErrorKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a request must be before anything else looks at it. Refuses what it does not know: a new
 * path is guarded without being named here.
 *
 * <ul>
 *   <li>Paths have one spelling only, so that no two parts of the server can read one differently.
 *   <li>Without keys, the {@code Host} must be an address, {@code localhost} or a declared name:
 *       otherwise a page whose name is pointed at this machine could ask (DNS rebinding).
 *   <li>An {@code Origin} must be declared or be this server itself.
 *   <li>Bodies are JSON, which a page cannot send to another site unasked.
 *   <li>With keys, only a health check and a client's first knock are free.
 * </ul>
 */
final class AccessPolicy {
  private static final Set<String> FREE_PATHS = Set.of("/health", "/v1/health");
  private static final String FREE_HEALTH = "/q/health";

  /** Clients ask so whether somebody listens, before they send a key. */
  private static final Set<String> FREE_KNOCKS = Set.of("/", "/api/hello");

  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");
  private static final List<String> FORBIDDEN_IN_PATHS =
      List.of(";", "%2f", "%5c", "%3b", "%2e", "%00", "\\", "//", "/../", "/./");

  private final ApiKeys keys;
  private final Set<String> hosts;
  private final Set<String> origins;

  /**
   * Creates a policy.
   *
   * @param hosts names under which the server may be addressed, beside {@code localhost}
   * @param origins origins of pages that may ask, as {@code https://name:port}
   */
  AccessPolicy(ApiKeys keys, List<String> hosts, List<String> origins) {
    this.keys = keys;
    this.hosts = lowerCase(hosts);
    this.origins = lowerCase(origins);
  }

  private static Set<String> lowerCase(List<String> texts) {
    return texts.stream()
        .map(text -> text.strip().toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Checks a request.
   *
   * @return the owner of the key it carries; empty text if none is asked for
   * @throws ApiException if it is refused
   */
  String admit(RequestHead request) {
    checkPath(request.path());
    checkHost(request.host());
    checkOrigin(request);
    checkContentType(request);
    return checkKey(request);
  }

  private static void checkPath(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    boolean odd =
        !lower.startsWith("/")
            || lower.endsWith("/..")
            || lower.endsWith("/.")
            || FORBIDDEN_IN_PATHS.stream().anyMatch(lower::contains);
    if (odd) {
      throw ApiException.of(
          ErrorKind.INVALID_REQUEST,
          "The path has parts that this server takes in no path: an empty or dotted segment, a"
              + " semicolon, a backslash, or an encoded slash or dot; write it plainly.");
    }
  }

  private void checkHost(Optional<String> header) {
    Optional<String> host = header.flatMap(HostName::ofAuthority);
    if (host.isEmpty()) {
      throw ApiException.of(
          ErrorKind.INVALID_REQUEST, "The request has no Host header with a host in it.");
    }
    if (!keys.required() && !isKnownHost(host.get())) {
      throw ApiException.of(
          ErrorKind.FORBIDDEN,
          "This server does not answer to the host name '"
              + ApiException.printable(host.get())
              + "'; start it with --allowed-hosts "
              + ApiException.printable(host.get())
              + " or with --api-key if that is intended.");
    }
  }

  private boolean isKnownHost(String host) {
    return HostName.isAddress(host) || host.equals("localhost") || hosts.contains(host);
  }

  private void checkOrigin(RequestHead request) {
    if (request.origin().isEmpty()) {
      boolean fromElsewhere = request.fetchSite().filter("cross-site"::equals).isPresent();
      if (fromElsewhere && WITH_BODY.contains(request.method())) {
        throw foreignOrigin("another site");
      }
      return;
    }
    String origin = request.origin().get().toLowerCase(Locale.ROOT);
    if (!origins.contains(origin) && !isThisServer(origin, request)) {
      throw foreignOrigin("'" + ApiException.printable(origin) + "'");
    }
  }

  /** Whether a page of this server asks; its host has been checked. */
  private static boolean isThisServer(String origin, RequestHead request) {
    String authority = request.host().orElse("").toLowerCase(Locale.ROOT);
    return origin.equals("http://" + authority) || origin.equals("https://" + authority);
  }

  private static ApiException foreignOrigin(String origin) {
    return ApiException.of(
        ErrorKind.FORBIDDEN,
        "Pages of "
            + origin
            + " may not use this server; start it with --allowed-origins if that is intended.");
  }

  private static void checkContentType(RequestHead request) {
    if (!WITH_BODY.contains(request.method())) {
      return;
    }
    String type = request.contentType().orElse("");
    int parameters = type.indexOf(';');
    String media = (parameters < 0 ? type : type.substring(0, parameters)).strip();
    if (!media.equalsIgnoreCase("application/json")) {
      throw ApiException.of(
          ErrorKind.UNSUPPORTED_MEDIA_TYPE,
          "The request body must have Content-Type application/json.");
    }
  }

  private String checkKey(RequestHead request) {
    if (!keys.required()) {
      return "";
    }
    Optional<String> owner =
        keys.owner(request.authorization().orElse(null), request.apiKey().orElse(null));
    if (owner.isEmpty() && !isFree(request)) {
      throw ApiException.of(
          ErrorKind.UNAUTHORIZED,
          "The request has no valid API key; send it as 'Authorization: Bearer KEY' or as"
              + " 'x-api-key: KEY'.");
    }
    return owner.orElse("");
  }

  private static boolean isFree(RequestHead request) {
    String path = request.path();
    return switch (request.method()) {
      case "OPTIONS" -> true;
      case "GET", "HEAD" ->
          FREE_PATHS.contains(path)
              || path.equals(FREE_HEALTH)
              || path.startsWith(FREE_HEALTH + "/")
              || request.method().equals("HEAD") && FREE_KNOCKS.contains(path);
      default -> false;
    };
  }
}
