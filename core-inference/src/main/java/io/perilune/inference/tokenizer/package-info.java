/** Text to tokens and back. */
package io.perilune.inference.tokenizer;
