package io.perilune.server.api.openai.responses;

/** New ids of items. */
final class ItemIds {
  private ItemIds() {}

  static String reasoning() {
    return ResponseHead.newId("rs_");
  }

  static String message() {
    return ResponseHead.newId("msg_");
  }

  static String functionCall() {
    return ResponseHead.newId("fc_");
  }

  static String customToolCall() {
    return ResponseHead.newId("ctc_");
  }
}
