/** The storage formats of weights, one class per format and direction: bytes to floats and back. */
package io.perilune.inference.quant;
