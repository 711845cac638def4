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
import java.util.Optional;
import org.jboss.logging.Logger;

/** Holds the one model: loads it in the background when the server starts, closes it at the end. */
@ApplicationScoped
public class ModelHost {
  private static final Logger LOG = Logger.getLogger(ModelHost.class);

  /** When a client should ask again while the model loads. */
  private static final Duration LOADING_RETRY = Duration.ofSeconds(5);

  private final PeriluneConfig config;
  private volatile ModelState state = new ModelState.Loading(0);
  private boolean stopped;

  /** For dependency injection. */
  public ModelHost(PeriluneConfig config) {
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    ModelSource source =
        switch (config.engine()) {
          case LOCAL -> new LocalModelSource(config);
          case SCRIPTED -> new ScriptedModelSource(config);
        };
    Thread.ofPlatform().name("model-loader").daemon().start(() -> load(source));
  }

  synchronized void stop(@Observes ShutdownEvent event) {
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

  private void load(ModelSource source) {
    try {
      become(new ModelState.Ready(source.load(done -> state = new ModelState.Loading(done))));
    } catch (ModelLoadException e) {
      become(new ModelState.Failed(e.getMessage()));
    } catch (RuntimeException | Error e) {
      LOG.error("The model could not be loaded", e);
      become(new ModelState.Failed("The model could not be loaded; the log says why."));
    }
  }

  private synchronized void become(ModelState outcome) {
    state = outcome;
    closeIfStopped();
  }

  /** Gives up a model once; those who wait for its answers get errors. */
  private synchronized void fail(ServedModel model, String problem) {
    if (state instanceof ModelState.Ready(ServedModel current) && current == model) {
      LOG.error(problem);
      state = new ModelState.Failed(problem);
      Thread.ofPlatform().name("model-closer").daemon().start(model::close);
    }
  }

  /** Closes the engine once, whether the stop comes before the end of loading or after. */
  private void closeIfStopped() {
    if (stopped && state instanceof ModelState.Ready(ServedModel model)) {
      state = new ModelState.Failed("The server is shutting down.");
      model.close();
    }
  }
}
