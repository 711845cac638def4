/** The storage formats of weights, one class per format: bytes to floats. */
package io.perilune.inference.quant;
