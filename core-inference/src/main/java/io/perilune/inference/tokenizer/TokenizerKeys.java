package io.perilune.inference.tokenizer;

/** The names of the keys that describe a tokenizer. */
final class TokenizerKeys {
  private static final String PREFIX = "tokenizer.ggml.";
  static final String MODEL = PREFIX + "model";
  static final String PRE = PREFIX + "pre";
  static final String TOKENS = PREFIX + "tokens";
  static final String TYPES = PREFIX + "token_type";
  static final String SCORES = PREFIX + "scores";
  static final String MERGES = PREFIX + "merges";
  static final String ADD_BOS = PREFIX + "add_bos_token";
  static final String ADD_EOS = PREFIX + "add_eos_token";
  static final String ADD_BLANK = PREFIX + "add_space_prefix";
  static final String REDUCE_BLANKS = PREFIX + "remove_extra_whitespaces";
  static final String BOS = PREFIX + "bos_token_id";
  static final String EOS = PREFIX + "eos_token_id";
  static final String END_OF_TURN = PREFIX + "eot_token_id";
  static final String END_OF_MESSAGE = PREFIX + "eom_token_id";
  static final String UNKNOWN = PREFIX + "unknown_token_id";
  static final String PADDING = PREFIX + "padding_token_id";
  static final String SEPARATOR = PREFIX + "seperator_token_id";
  static final String CLASS = PREFIX + "cls_token_id";
  static final String MASK = PREFIX + "mask_token_id";

  private TokenizerKeys() {}
}
