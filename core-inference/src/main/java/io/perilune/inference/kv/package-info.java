/** The KV cache: blocks of 64 tokens in native memory, handed out to sequences. */
package io.perilune.inference.kv;
