/** Measurements of what users wait for. */
package io.perilune.benchmark;
