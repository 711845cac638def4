package io.perilune.server.engine;

import io.perilune.server.chat.ServedModel;
import io.perilune.server.config.PeriluneConfig;
import io.perilune.server.error.ApiException;
import io.perilune.server.error.ErrorKind;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Holds the one model: loads it in the background when the server starts, closes it at the end. */
@ApplicationScoped
public class ModelHost {
  private static final Logger LOG = Logger.getLogger(ModelHost.class);

  /** When a client should ask again while the model loads. */
  private static final Duration LOADING_RETRY = Duration.ofSeconds(5);

  /** A model that fails again within this time stays down. */
  private static final Duration RESTART_INTERVAL = Duration.ofMinutes(10);

  private static final String ENGINE_FAILED =
      "The engine has stopped, because the model failed; the log says why.";

  private final PeriluneConfig config;
  private volatile ModelState state = new ModelState.Loading(0);
  private ModelSource source;
  private boolean stopped;
  private Optional<Instant> restartedAt = Optional.empty();

  /** For dependency injection. */
  public ModelHost(PeriluneConfig config) {
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    start(
        switch (config.engine()) {
          case LOCAL -> new LocalModelSource(config);
          case SCRIPTED -> new ScriptedModelSource(config);
        });
  }

  /** Loads from a source, in the background. */
  void start(ModelSource modelSource) {
    source = modelSource;
    Thread.ofPlatform().name("model-loader").daemon().start(this::load);
  }

  void stop(@Observes ShutdownEvent event) {
    close();
  }

  /** Takes no more requests; answers that are being made go on until {@link #close}. */
  public synchronized void drain() {
    if (state instanceof ModelState.Ready(ServedModel model)) {
      state = new ModelState.Stopping(model);
    }
  }

  /** Ends all answers that are being made, with errors, and takes no more. */
  public synchronized void close() {
    stopped = true;
    closeIfStopped();
  }

  /**
   * How far the model is. A model whose file was changed under it counts as failed: its weights are
   * no longer what was loaded.
   */
  public ModelState state() {
    if (state instanceof ModelState.Ready(ServedModel model)) {
      model.damage().get().ifPresent(damage -> fail(model, damage));
    }
    return state;
  }

  /**
   * The model to answer with.
   *
   * @param name the name a client asks for; empty for whatever is there
   * @throws ApiException if there is no such model, or it is not ready
   */
  public ServedModel model(Optional<String> name) {
    ServedModel model =
        switch (state()) {
          case ModelState.Ready(ServedModel ready) -> ready;
          case ModelState.Loading(double progress) ->
              throw ApiException.tryLater(
                  ErrorKind.UNAVAILABLE,
                  "The model is loading (" + Math.round(progress * 100) + " %); try again soon.",
                  LOADING_RETRY);
          case ModelState.Stopping _ ->
              throw ApiException.of(
                  ErrorKind.UNAVAILABLE, "The server is stopping; it takes no more requests.");
          case ModelState.Failed _ ->
              throw ApiException.of(
                  ErrorKind.UNAVAILABLE, "The model is not available; the server's log says why.");
        };
    if (name.isPresent() && !answersTo(model, name.get())) {
      throw ApiException.modelNotFound(name.get());
    }
    return model;
  }

  private boolean answersTo(ServedModel model, String name) {
    return model.names().contains(name) || config.aliasAny() && CommonNames.has(name);
  }

  private void load() {
    try {
      become(source.load(done -> state = new ModelState.Loading(done)));
    } catch (ModelLoadException e) {
      state = new ModelState.Failed(e.getMessage());
    } catch (RuntimeException | Error e) {
      LOG.error("The model could not be loaded", e);
      state = new ModelState.Failed("The model could not be loaded; the log says why.");
    }
  }

  private void become(ServedModel model) {
    synchronized (this) {
      state = new ModelState.Ready(model);
      closeIfStopped();
    }
    model.engine().whenFailed(() -> fail(model, model.damage().get().orElse(ENGINE_FAILED)));
  }

  /** Gives up a model once; those who wait for its answers get errors. It is loaded again once. */
  private synchronized void fail(ServedModel model, String problem) {
    if (state instanceof ModelState.Ready(ServedModel current) && current == model) {
      LOG.error(problem);
      state = new ModelState.Failed(problem);
      boolean again = mayRestart();
      Thread.ofPlatform()
          .name("model-closer")
          .daemon()
          .start(
              () -> {
                model.close();
                if (again) {
                  reload(problem);
                }
              });
    }
  }

  private boolean mayRestart() {
    Instant now = Instant.now();
    if (restartedAt.filter(last -> last.plus(RESTART_INTERVAL).isAfter(now)).isPresent()) {
      return false;
    }
    restartedAt = Optional.of(now);
    return true;
  }

  /** Loads the model again; it counts as failed until that is done. */
  private void reload(String problem) {
    LOG.info("Loading the model again.");
    try {
      become(source.load(done -> {}));
    } catch (ModelLoadException e) {
      state = new ModelState.Failed(problem + " Loading it again failed: " + e.getMessage());
    } catch (RuntimeException | Error e) {
      LOG.error("The model could not be loaded again", e);
      state = new ModelState.Failed(problem + " Loading it again failed; the log says why.");
    }
  }

  /** Closes the engine once, whether the stop comes before the end of loading or after. */
  private void closeIfStopped() {
    ServedModel model =
        switch (state) {
          case ModelState.Ready(ServedModel ready) -> ready;
          case ModelState.Stopping(ServedModel stopping) -> stopping;
          case ModelState.Loading _, ModelState.Failed _ -> null;
        };
    if (stopped && model != null) {
      state = new ModelState.Failed("The server is shutting down.");
      model.close();
    }
  }
}
