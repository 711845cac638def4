/**
 * The KV cache: blocks of 64 tokens in native memory, handed out to sequences; the tree of prefixes
 * that sequences share and leave behind, and the file that keeps it.
 */
package io.perilune.inference.kv;
