package io.perilune.server.security;

import io.perilune.server.config.PeriluneConfig;
import io.perilune.server.error.ApiException;
import io.perilune.server.error.ErrorAnswers;
import io.perilune.server.error.ErrorKind;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The one gate in front of everything that the server answers. */
@Singleton
public class RequestGuard {
  /** Above all filters of the framework, whose highest is 300. */
  private static final int FIRST = 1000;

  private static final String OWNER = "perilune.owner";

  private final PeriluneConfig config;
  private final ErrorAnswers errors;
  private final String address;
  private final long bodyBytesMax;

  /** For dependency injection. */
  public RequestGuard(
      PeriluneConfig config,
      ErrorAnswers errors,
      @ConfigProperty(name = "quarkus.http.host") String address,
      @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize bodyMax) {
    this.config = config;
    this.errors = errors;
    this.address = address;
    this.bodyBytesMax = bodyMax.asLongValue();
  }

  /**
   * Puts the gate up.
   *
   * @throws UnsafeSettingsException if others could reach the server and no key is asked for
   */
  void install(@Observes Filters filters) {
    ApiKeys keys = new ApiKeys(KeyList.of(config));
    if (!keys.required() && !config.insecureNoKey() && !isThisMachineOnly(address)) {
      throw new UnsafeSettingsException(
          "the address "
              + address
              + " can be reached from other machines, and no API key is set. Set one with --api-key"
              + " or --api-key-file, or say --insecure-no-key if everyone may use this server.");
    }
    AccessPolicy policy =
        new AccessPolicy(
            keys,
            config.allowedHosts().orElse(List.of()),
            config.allowedOrigins().orElse(List.of()));
    filters.register(routing -> check(policy, routing), FIRST);
  }

  /**
   * Who sends a request; see {@link ApiKeys#owner}. Empty text where no key is asked for.
   *
   * @param routing of a request that has passed
   */
  public static String owner(RoutingContext routing) {
    return routing.get(OWNER, "");
  }

  private void check(AccessPolicy policy, RoutingContext routing) {
    try {
      routing.put(OWNER, policy.admit(RequestHead.of(routing.request())));
      checkLength(routing.request().getHeader("Content-Length"));
    } catch (ApiException e) {
      refuse(routing, e);
      return;
    }
    routing.next();
  }

  private void checkLength(String header) {
    // Other forms than digits have been refused by the HTTP codec.
    if (header != null && Long.parseUnsignedLong(header) > bodyBytesMax) {
      throw ApiException.of(
          ErrorKind.BODY_TOO_LARGE,
          "The request body is larger than the "
              + (bodyBytesMax >> 20)
              + " MiB that this server accepts; --max-body-mb sets the limit.");
    }
  }

  /** The rest of a refused request would be read as the next one's head; so the line is cut. */
  private void refuse(RoutingContext routing, ApiException error) {
    if (error.kind() == ErrorKind.UNAUTHORIZED) {
      routing.response().putHeader("WWW-Authenticate", "Bearer");
    }
    routing.response().putHeader("Connection", "close");
    routing.addEndHandler(end -> routing.request().connection().close());
    errors.send(routing, error);
  }

  private static boolean isThisMachineOnly(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      // The server cannot listen there either, and says so.
      return true;
    }
  }
}
