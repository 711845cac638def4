/** What the engine does, in numbers, for Prometheus. */
package io.perilune.server.metrics;
