package io.perilune.toolcall.testkit;

import java.util.List;

/** What outputs of any format may be made of, so that random ones mean something now and then. */
public final class Fragments {
  /**
   * The pieces, with names that mean something to the request.
   *
   * @param tool a tool that is offered
   * @param otherTool another one
   * @param argument an argument of the first one
   */
  public static List<String> of(String tool, String otherTool, String argument) {
    return List.of(
        tool,
        otherTool,
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
        "\"" + argument + "\": \"a\"",
        "{\"" + argument + "\": \"a\"}",
        "{\"name\": \"" + tool + "\", \"arguments\": ",
        "{\"name\": \"" + tool + "\"",
        "\"{\\\"" + argument + "\\\":\\\"",
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
  }

  private Fragments() {}
}
