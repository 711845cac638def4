package io.perilune.toolcall.testkit;

import java.util.List;

/** What outputs of any format may be made of. */
final class Fragments {
  static final List<String> COMMON =
      List.of(
          Requests.TOOL,
          Requests.OTHER_TOOL,
          "functions.",
          "function",
          "call_1f",
          ":0",
          " ",
          "\n",
          "{",
          "}",
          "{}",
          "[",
          "]",
          "\"",
          "\\",
          "\\\"",
          "\\u00",
          "\\u00e9",
          "\\q",
          ",",
          ":",
          "\"" + Requests.ARGUMENT + "\": \"a\"",
          "{\"" + Requests.ARGUMENT + "\": \"a\"}",
          "{\"name\": \"" + Requests.TOOL + "\", \"arguments\": ",
          "{\"name\": \"" + Requests.TOOL + "\"",
          "\"{\\\"" + Requests.ARGUMENT + "\\\":\\\"",
          "null",
          "1",
          "`",
          "``",
          "```",
          "```json\n",
          "<",
          "</",
          ">",
          "<|",
          "<thi",
          "text",
          "é🌍",
          ".",
          "\u0001",
          "\u2028",
          "'",
          "=");

  private Fragments() {}
}
