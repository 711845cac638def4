package io.perilune.inference.kv;

/** What the eviction order knows of a node; only {@link EvictionOrder} changes it. */
final class Worth {
  /** When it was last used; later is larger. */
  long lastUse;

  /** The order's level at that time. */
  double level;

  /** What its place in its conversation multiplies its cost by. */
  double weight = EvictionOrder.PLAIN;

  /** {@code level + cost * weight}, as of when it became a leaf or changed. */
  double value;
}
