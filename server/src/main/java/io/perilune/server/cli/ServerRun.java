package io.perilune.server.cli;

import io.perilune.server.chat.ServedModel;
import io.perilune.server.config.PeriluneConfig;
import io.perilune.server.engine.ModelHost;
import io.perilune.server.engine.ModelState;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.enterprise.context.Dependent;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The running server as its operator sees it: progress of loading, then how to use it. */
@Dependent
public class ServerRun implements QuarkusApplication {
  private static final int FAILURE = 1;
  private static final long POLL_MILLIS = 100;

  /** How long answers may go on when the server is told to stop; what is left gets errors. */
  private static final Duration STOPPING_GRACE = Duration.ofSeconds(10);

  /** How much more must be loaded before it is told again. */
  private static final double PROGRESS_STEP = 0.1;

  private final ModelHost host;
  private final PeriluneConfig config;
  private final String address;
  private final int port;

  /** For dependency injection. */
  public ServerRun(
      ModelHost host,
      PeriluneConfig config,
      @ConfigProperty(name = "quarkus.http.host") String address,
      @ConfigProperty(name = "quarkus.http.port") int port) {
    this.host = host;
    this.config = config;
    this.address = address;
    this.port = port;
  }

  @Override
  public int run(String... arguments) throws InterruptedException {
    double told = 0;
    while (host.state() instanceof ModelState.Loading(double progress)) {
      if (progress - told >= PROGRESS_STEP) {
        System.out.printf("Loading the model: %.0f %%%n", progress * 100);
        told = progress;
      }
      Thread.sleep(POLL_MILLIS);
    }
    switch (host.state()) {
      case ModelState.Failed(String problem) -> {
        System.err.println("perilune: " + problem);
        return FAILURE;
      }
      case ModelState.Ready(ServedModel model) ->
          System.out.print(Banner.text(model, config, "http://" + address + ":" + port));
      case ModelState.Stopping _ -> {
        return 0;
      }
      case ModelState.Loading _ -> throw new IllegalStateException("loading has ended");
    }
    Quarkus.waitForExit();
    host.drain();
    // The process goes on until the last answer has ended, but no longer than the timeout set for
    // it.
    Thread.sleep(STOPPING_GRACE.toMillis());
    host.close();
    return 0;
  }
}
