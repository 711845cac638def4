package io.perilune.server.answer;

import io.perilune.server.error.ApiException;
import io.perilune.server.error.ErrorAnswers;
import io.perilune.server.error.ErrorKind;
import io.perilune.server.security.RequestGuard;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * Slows down conversations that ask in a loop. Agents whose context is smaller than their own
 * instructions shorten the conversation, ask again and shorten it again, twenty times a second,
 * until somebody stops them; no conversation in earnest comes near that.
 */
@Singleton
public class LoopGuard {
  /** Behind the gate that knows who asks, before all else. */
  private static final int SECOND = 999;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private final ErrorAnswers errors;
  private final RequestRates rates = new RequestRates();

  /** For dependency injection. */
  public LoopGuard(ErrorAnswers errors) {
    this.errors = errors;
  }

  /** Puts the guard up. */
  void install(@Observes Filters filters) {
    filters.register(this::check, SECOND);
  }

  private void check(RoutingContext routing) {
    Optional<String> conversation =
        routing.request().method() == HttpMethod.POST
            ? ClientOrigin.conversation(routing.request()::getHeader, Optional.empty())
            : Optional.empty();
    boolean tooMany =
        conversation.isPresent()
            && !rates.admit(
                new RequestRates.Asker(RequestGuard.owner(routing), conversation.get()),
                System.nanoTime());
    if (tooMany) {
      errors.send(
          routing,
          ApiException.tryLater(
              ErrorKind.TOO_MANY_REQUESTS,
              "This conversation asks more than "
                  + RequestRates.PER_SECOND
                  + " times a second and seems to be in a loop. If the client shortens the"
                  + " conversation again and again, its instructions do not fit: start the server"
                  + " with a larger --ctx-size, and tell the client of it.",
              RETRY_AFTER));
    } else {
      routing.next();
    }
  }
}
