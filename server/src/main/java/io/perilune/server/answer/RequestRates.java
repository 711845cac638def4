package io.perilune.server.answer;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often each conversation asks, as buckets of permits that fill at a steady rate. Bounded: the
 * conversation that was silent for the longest time is forgotten first. Thread-safe.
 */
final class RequestRates {
  /** Requests in a row, without a pause: agents ask for several things at once. */
  static final int BURST = 60;

  /** Requests in the long run. */
  static final int PER_SECOND = 2;

  /** Of how many conversations the rates are known. */
  static final int ASKERS_MAX = 4_096;

  private static final double NANOS_PER_SECOND = 1e9;

  private final Map<Asker, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

  /** A conversation of somebody. */
  record Asker(String owner, String conversation) {}

  private record Bucket(double permits, long nanos) {}

  /**
   * Whether a request is within the rate.
   *
   * @param nanoTime the time now, from any time on
   */
  synchronized boolean admit(Asker asker, long nanoTime) {
    Bucket bucket = buckets.getOrDefault(asker, new Bucket(BURST, nanoTime));
    double earned = (nanoTime - bucket.nanos()) / NANOS_PER_SECOND * PER_SECOND;
    double permits = Math.min(BURST, bucket.permits() + earned);
    boolean admitted = permits >= 1;
    buckets.put(asker, new Bucket(admitted ? permits - 1 : permits, nanoTime));
    if (buckets.size() > ASKERS_MAX) {
      buckets.remove(buckets.keySet().iterator().next());
    }
    return admitted;
  }
}
