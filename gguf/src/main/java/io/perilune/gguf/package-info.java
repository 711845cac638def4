/**
 * The GGUF file format, versions 2 and 3, little-endian: memory-mapped reading with every size
 * checked, and writing.
 */
package io.perilune.gguf;
