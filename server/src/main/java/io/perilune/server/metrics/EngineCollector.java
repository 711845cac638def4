package io.perilune.server.metrics;

import io.perilune.inference.engine.EngineMetrics;
import io.perilune.inference.engine.Histogram;
import io.perilune.server.engine.ModelHost;
import io.perilune.server.engine.ModelState;
import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The engine's metrics, in the terms of vLLM and llama-server: numbers only, nothing of prompts,
 * answers or keys. They start again at zero when the model is loaded again.
 */
final class EngineCollector extends Collector {
  private static final String PREFIX = "perilune_";

  private final ModelHost host;

  EngineCollector(ModelHost host) {
    this.host = host;
  }

  @Override
  public List<MetricFamilySamples> collect() {
    return host.state() instanceof ModelState.Ready(var model)
        ? families(model.engine().metrics())
        : List.of();
  }

  private static List<MetricFamilySamples> families(EngineMetrics m) {
    int kvTokens = Math.max(1, m.kvTokens());
    return List.of(
        counter("prompt_tokens", "Prompt tokens computed.", m.prefillTokens()),
        counter("prompt_seconds", "Time spent on prompts.", m.prefillSeconds()),
        counter("prefix_cache_hit_tokens", "Prompt tokens found in the cache.", m.cachedTokens()),
        counter("prefix_cache_evicted_blocks", "Cached blocks evicted.", m.evictedBlocks()),
        counter("generation_tokens", "Tokens generated.", m.outputTokens()),
        counter("generation_seconds", "Time spent on generating.", m.decodeSeconds()),
        counter("spec_decode_num_draft_tokens", "Tokens guessed ahead.", m.draftTokens()),
        counter("spec_decode_num_accepted_tokens", "Guessed right.", m.acceptedTokens()),
        counter("num_preemptions", "Generations put off for want of room.", m.preemptions()),
        counter("requests_refused", "Requests refused by a full queue.", m.refused()),
        ended(m),
        gauge("num_requests_running", "Generations in slots.", m.running()),
        gauge("num_requests_waiting", "Generations that wait for a slot.", m.waiting()),
        gauge("kv_cache_tokens", "Room in the KV cache.", m.kvTokens()),
        gauge("kv_cache_usage_ratio", "KV cache in use.", (double) m.kvTokensUsed() / kvTokens),
        gauge("prefix_cache_tokens", "Tokens that later prompts can find.", m.retainedTokens()),
        histogram("request_queue_time_seconds", "Wait for a slot.", m.queueSeconds()),
        histogram("time_to_first_token_seconds", "Wait for a token.", m.firstTokenSeconds()),
        histogram("e2e_request_latency_seconds", "Wait for the end.", m.requestSeconds()));
  }

  private static MetricFamilySamples counter(String name, String help, double value) {
    return single(name, name + "_total", Type.COUNTER, help, value);
  }

  private static MetricFamilySamples gauge(String name, String help, double value) {
    return single(name, name, Type.GAUGE, help, value);
  }

  private static MetricFamilySamples single(
      String family, String sample, Type type, String help, double value) {
    return new MetricFamilySamples(
        PREFIX + family,
        type,
        help,
        List.of(new Sample(PREFIX + sample, List.of(), List.of(), value)));
  }

  private static MetricFamilySamples ended(EngineMetrics metrics) {
    List<Sample> samples = new ArrayList<>();
    metrics
        .ended()
        .forEach(
            (cause, count) ->
                samples.add(
                    new Sample(
                        PREFIX + "requests_total",
                        List.of("finished_reason"),
                        List.of(cause.name().toLowerCase(Locale.ROOT)),
                        count)));
    return new MetricFamilySamples(
        PREFIX + "requests", Type.COUNTER, "Generations that have ended, by cause.", samples);
  }

  private static MetricFamilySamples histogram(String name, String help, Histogram histogram) {
    String full = PREFIX + name;
    List<Sample> samples = new ArrayList<>();
    long below = 0;
    for (int i = 0; i < histogram.counts().size(); i++) {
      below += histogram.counts().get(i);
      double bound =
          i < histogram.bounds().size() ? histogram.bounds().get(i) : Double.POSITIVE_INFINITY;
      samples.add(
          new Sample(full + "_bucket", List.of("le"), List.of(doubleToGoString(bound)), below));
    }
    samples.add(new Sample(full + "_count", List.of(), List.of(), below));
    samples.add(new Sample(full + "_sum", List.of(), List.of(), histogram.sum()));
    return new MetricFamilySamples(full, Type.HISTOGRAM, help, samples);
  }
}
