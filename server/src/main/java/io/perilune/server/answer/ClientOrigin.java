package io.perilune.server.answer;

import io.perilune.inference.engine.Origin;
import io.perilune.server.security.RequestGuard;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Tells who sends the current request, and which conversation of theirs it belongs to. */
@Singleton
public class ClientOrigin {
  /** What agents call their conversation: Claude Code, Codex, opencode. */
  private static final List<String> CONVERSATION_HEADERS =
      List.of("X-Claude-Code-Session-Id", "session-id", "x-session-id");

  private final CurrentVertxRequest current;

  /** For dependency injection. */
  public ClientOrigin(CurrentVertxRequest current) {
    this.current = current;
  }

  /**
   * The origin of the current request. A header names the conversation; only without one the body
   * does. Names that are too long are no use and are ignored.
   *
   * @param fromBody the body's name for the conversation, such as {@code prompt_cache_key}
   */
  public Origin of(Optional<String> fromBody) {
    RoutingContext routing = current.getCurrent();
    return new Origin(
        RequestGuard.owner(routing), conversation(routing.request()::getHeader, fromBody));
  }

  /** The first name that can be used; {@code header} gives a header's value or null. */
  static Optional<String> conversation(UnaryOperator<String> header, Optional<String> fromBody) {
    return Stream.concat(CONVERSATION_HEADERS.stream().map(header), fromBody.stream())
        .filter(Objects::nonNull)
        .filter(name -> !name.isBlank() && name.length() <= Origin.CONVERSATION_CHARS_MAX)
        .findFirst();
  }
}
