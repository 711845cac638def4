/**
 * The arithmetic contract of model graphs, its scalar and its Vector API implementation, and the
 * worker threads.
 */
package io.perilune.inference.kernel;
