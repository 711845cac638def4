/** How fast a model computes on this machine. */
package io.perilune.inference.benchmark;
