package io.perilune.server.metrics;

import io.perilune.server.engine.ModelHost;
import io.prometheus.client.CollectorRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the registry that {@code GET /metrics} shows: the framework's and the engine's metrics. */
@Singleton
public class MetricsRegistry {
  /** For dependency injection. */
  public MetricsRegistry() {}

  @Produces
  @Singleton
  CollectorRegistry registry(ModelHost host) {
    CollectorRegistry registry = new CollectorRegistry(true);
    registry.register(new EngineCollector(host));
    return registry;
  }
}
