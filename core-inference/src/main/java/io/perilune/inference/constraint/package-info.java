/**
 * Constrained decoding: from a grammar and a vocabulary to the tokens that may come next. Knows
 * tokens, not chats or JSON.
 */
package io.perilune.inference.constraint;
