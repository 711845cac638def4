package io.perilune.server.verify;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.util.Optional;

/**
 * The one server that is contacted, and the key to it. The key is sent as a header and stands in
 * nothing that this class prints.
 */
public final class Endpoint {
  /** Keys are sent in a header, which holds no other characters. */
  private static final char KEY_FIRST = '!';

  private static final char KEY_LAST = '~';

  private final URI base;
  private final Optional<String> key;

  /** The key, however a server may write it. */
  private final Optional<KeySpellings> spelled;

  private Endpoint(URI base, Optional<String> key) {
    this.base = base;
    this.key = key;
    this.spelled = key.map(KeySpellings::new);
  }

  /**
   * An endpoint.
   *
   * @param baseUrl such as {@code http://127.0.0.1:8080/v1}; requests go to paths below it
   * @param key what servers that want one are shown; null or blank for none
   * @throws VerificationException if either cannot be used
   */
  public static Endpoint of(String baseUrl, String key) {
    return new Endpoint(
        base(baseUrl), Optional.ofNullable(key).map(String::strip).filter(Endpoint::usable));
  }

  private static URI base(String baseUrl) {
    URI uri;
    try {
      uri = new URI(baseUrl.endsWith("/") ? baseUrl : baseUrl + "/");
    } catch (URISyntaxException e) {
      throw notABase();
    }
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null) {
      throw notABase();
    }
    if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new VerificationException(
          "The base URL may hold no user name, query or fragment; give a key with --api-key.");
    }
    return uri;
  }

  private static VerificationException notABase() {
    return new VerificationException(
        "The base URL must begin with http:// or https:// and a host,"
            + " like http://127.0.0.1:8080/v1.");
  }

  private static boolean usable(String key) {
    if (!key.chars().allMatch(c -> c >= KEY_FIRST && c <= KEY_LAST)) {
      throw new VerificationException(
          "The API key holds white space or characters that cannot be sent; check how it was"
              + " copied.");
    }
    return !key.isEmpty();
  }

  /** A request to a path below the base. */
  HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
    key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    return request;
  }

  /**
   * A text from outside, without the key if it repeats it, each character as it is or escaped as in
   * JSON strings, URLs or HTML.
   */
  String redacted(String text) {
    return spelled.map(secret -> secret.redact(text)).orElse(text);
  }

  /** The base URL. */
  @Override
  public String toString() {
    String text = base.toString();
    return text.substring(0, text.length() - 1);
  }
}
