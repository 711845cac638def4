/** Writes a model anew with its weights in other types. */
package io.perilune.inference.quantise;
