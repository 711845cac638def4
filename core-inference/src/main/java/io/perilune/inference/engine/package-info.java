/**
 * Runs generations over a model: queue, slots, batches, reuse of prefixes, cancellation. Knows
 * tokens only.
 */
package io.perilune.inference.engine;
