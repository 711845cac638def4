package io.perilune.server.conversation;

/** What a conversation may hold at most. */
final class ConversationLimits {
  static final int MESSAGES_MAX = 10_000;
  static final int TOOLS_MAX = 1_024;
  static final int TOOL_CALLS_MAX = 1_024;
  static final int TOOL_NAME_CHARS_MAX = 128;
  static final int NAME_CHARS_MAX = 256;
  static final int STOP_TEXTS_MAX = 16;
  static final int STOP_TEXT_CHARS_MAX = 1_024;
  static final int SEQUENCE_BREAKERS_MAX = 64;
  static final int SEQUENCE_BREAKER_CHARS_MAX = 256;
  static final int LOGIT_BIASES_MAX = 1_024;
  static final int BIASED_TEXT_CHARS_MAX = 256;

  private ConversationLimits() {}
}
