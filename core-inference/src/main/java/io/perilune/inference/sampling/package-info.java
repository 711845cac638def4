/** From logits to the next token. */
package io.perilune.inference.sampling;
