package io.perilune.server.health;

import io.perilune.server.engine.ModelHost;
import io.perilune.server.engine.ModelState;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the model is loaded and while its engine runs. */
@Readiness
@ApplicationScoped
public class ModelReadiness implements HealthCheck {
  private final ModelHost host;

  /** For dependency injection. */
  public ModelReadiness(ModelHost host) {
    this.host = host;
  }

  @Override
  public HealthCheckResponse call() {
    boolean ready = host.state() instanceof ModelState.Ready(var model) && model.engine().healthy();
    return HealthCheckResponse.named("model").status(ready).build();
  }
}
