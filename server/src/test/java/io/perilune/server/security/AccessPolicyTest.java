package io.perilune.server.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.perilune.server.error.ApiException;
import io.perilune.server.error.ErrorKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessPolicyTest {
  private static final AccessPolicy OPEN =
      new AccessPolicy(
          new ApiKeys(List.of()), List.of("Box.lan"), List.of("https://app.example:8443"));
  private static final AccessPolicy KEYED =
      new AccessPolicy(new ApiKeys(List.of("k-one", "k-two")), List.of(), List.of());

  private static RequestHead request(String method, String path, Map<String, String> headers) {
    return new RequestHead(
        method,
        path,
        Optional.of(headers.getOrDefault("host", "localhost:8080")),
        Optional.ofNullable(headers.get("origin")),
        Optional.ofNullable(headers.get("fetch-site")),
        Optional.ofNullable(headers.get("type")),
        Optional.ofNullable(headers.get("authorization")),
        Optional.ofNullable(headers.get("x-api-key")));
  }

  private static void assertRefused(AccessPolicy policy, ErrorKind kind, RequestHead request) {
    ApiException refusal = assertThrows(ApiException.class, () -> policy.admit(request));
    assertEquals(kind, refusal.kind());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "v1/models",
        "//v1/models",
        "/v1//models",
        "/v1/../models",
        "/v1/..",
        "/v1/.",
        "/./v1",
        "/v1/models;x=1",
        "/v1%2Fmodels",
        "/v1%5cmodels",
        "/v1/%3bmodels",
        "/v1/%2E%2e/models",
        "/v1\\models",
        "/v1/models%00"
      })
  void refusesOddPaths(String path) {
    assertRefused(OPEN, ErrorKind.INVALID_REQUEST, request("GET", path, Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/v1/models", "/v1/models/kimi-k2.5", "/v1/models/a..b", "/q/health/"})
  void takesPlainPaths(String path) {
    assertEquals("", OPEN.admit(request("GET", path, Map.of())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:1",
        "127.0.0.1:8080",
        "[::1]:8080",
        "192.168.1.20",
        "box.lan:8080"
      })
  void answersToAddressesAndDeclaredNames(String host) {
    assertEquals("", OPEN.admit(request("GET", "/v1/models", Map.of("host", host))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example:8080", "localhost.evil.example", "box.lan.evil.example"})
  void refusesOtherNamesWithoutKey(String host) {
    assertRefused(OPEN, ErrorKind.FORBIDDEN, request("GET", "/v1/models", Map.of("host", host)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":8080", "localhost:", "localhost:x", "a b", "[::1", "a/b", "a@b"})
  void refusesMalformedHosts(String host) {
    assertRefused(
        OPEN, ErrorKind.INVALID_REQUEST, request("GET", "/v1/models", Map.of("host", host)));
  }

  @Test
  void answersToAnyNameWithKey() {
    Map<String, String> headers = Map.of("host", "models.example", "authorization", "Bearer k-one");
    assertFalse(KEYED.admit(request("GET", "/v1/models", headers)).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://evil.example", "null", "http://localhost:3000", "https://app.example"})
  void refusesForeignOrigins(String origin) {
    assertRefused(
        OPEN, ErrorKind.FORBIDDEN, request("GET", "/v1/models", Map.of("origin", origin)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://app.example:8443", "http://localhost:8080"})
  void letsDeclaredAndOwnPagesIn(String origin) {
    assertEquals("", OPEN.admit(request("GET", "/v1/models", Map.of("origin", origin))));
  }

  @Test
  void refusesWhatAnotherSitePostsWithoutOrigin() {
    Map<String, String> headers = Map.of("fetch-site", "cross-site", "type", "application/json");
    assertRefused(OPEN, ErrorKind.FORBIDDEN, request("POST", "/v1/messages", headers));
    assertEquals("", OPEN.admit(request("GET", "/", headers)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/jsonx"})
  void refusesOtherContentTypes(String type) {
    assertRefused(
        OPEN,
        ErrorKind.UNSUPPORTED_MEDIA_TYPE,
        request("POST", "/v1/messages", Map.of("type", type)));
  }

  @Test
  void takesJsonWithParameters() {
    Map<String, String> headers = Map.of("type", "Application/JSON; charset=utf-8");
    assertEquals("", OPEN.admit(request("POST", "/v1/messages", headers)));
  }

  @Test
  void takesAKeyInEitherHeader() {
    String first = owner(Map.of("authorization", "bearer  k-one "));
    assertEquals(first, owner(Map.of("x-api-key", "k-one")));
    assertEquals(first, owner(Map.of("x-api-key", "k-one", "authorization", "Bearer other")));
    assertEquals(first, owner(Map.of("x-api-key", "other", "authorization", "Bearer k-one")));
    assertNotEquals(first, owner(Map.of("x-api-key", "k-two")));
    assertFalse(first.contains("k-one"));
  }

  private static String owner(Map<String, String> headers) {
    return KEYED.admit(request("GET", "/v1/models", headers));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "k-one", "Basic k-one", "Bearer", "Bearer ", "Bearer k-on", "Bearer k-onee"})
  void refusesOtherKeys(String authorization) {
    assertRefused(
        KEYED,
        ErrorKind.UNAUTHORIZED,
        request("GET", "/v1/models", Map.of("authorization", authorization)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/props", "/slots", "/q/swagger-ui", "/healthy", "/new", "/"})
  void guardsEveryPath(String path) {
    assertRefused(KEYED, ErrorKind.UNAUTHORIZED, request("GET", path, Map.of()));
  }

  @Test
  void tellsItsHealthToAnyone() {
    for (String path : List.of("/health", "/v1/health", "/q/health", "/q/health/ready")) {
      assertEquals("", KEYED.admit(request("GET", path, Map.of())));
    }
    assertEquals("", KEYED.admit(request("HEAD", "/", Map.of())));
    assertEquals("", KEYED.admit(request("OPTIONS", "/v1/messages", Map.of())));
  }

  @Test
  void doesNotShowTheKey() {
    RequestHead head = request("GET", "/", Map.of("x-api-key", "k-one"));
    assertFalse(head.toString().contains("k-one"));
  }
}
