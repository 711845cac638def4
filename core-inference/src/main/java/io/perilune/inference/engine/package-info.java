/** Runs generations over a model: queue, slots, batches, cancellation. Knows tokens only. */
package io.perilune.inference.engine;
