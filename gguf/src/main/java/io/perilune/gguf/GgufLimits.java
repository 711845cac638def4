package io.perilune.gguf;

/**
 * What the reader accepts. Counts and lengths in a file are claims: each is compared with a limit
 * here and with the bytes that are left before anything is made of that size.
 */
final class GgufLimits {
  /** The format's own limit: 2^16 - 1 bytes. */
  static final long KEY_BYTES_MAX = (1 << 16) - 1;

  /** The format's own limit. */
  static final long TENSOR_NAME_BYTES_MAX = 64;

  static final long STRING_BYTES_MAX = 64L << 20;

  /** From the start of the file to the end of the tensor table. */
  static final long HEADER_BYTES_MAX = 512L << 20;

  /** Files of very large models have about a hundred keys. */
  static final long KEYS_MAX = 1 << 16;

  /** A model of 61 layers with 384 experts has 70,000 when each expert is a tensor of its own. */
  static final long TENSORS_MAX = 1 << 18;

  /** The largest vocabularies have fewer than 2^19 tokens and merges. */
  static final long ARRAY_ELEMENTS_MAX = 1 << 24;

  /** How deep arrays of arrays may go; an array of numbers has depth 1. */
  static final int ARRAY_DEPTH_MAX = 4;

  static final int DIMENSIONS_MAX = 4;

  static final long ALIGNMENT_MIN = 8;
  static final long ALIGNMENT_MAX = 64 << 10;

  /** Where a file does not say otherwise. */
  static final long ALIGNMENT_DEFAULT = 32;

  /** File names of split sets count with five digits. */
  static final int PARTS_MAX = 99_999;

  /** Characters of a key or name that a message shows. */
  static final int SHOWN_CHARACTERS_MAX = 100;

  private GgufLimits() {}
}
