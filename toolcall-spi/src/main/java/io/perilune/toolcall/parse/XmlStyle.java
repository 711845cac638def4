package io.perilune.toolcall.parse;

import java.util.List;

/** The tags of a call written as XML. */
enum XmlStyle {
  /** {@code <invoke name="NAME"><parameter name="KEY">VALUE</parameter></invoke>}. */
  INVOKE("<invoke name=\"", "\">", "<parameter name=", "</parameter>", "</invoke>"),
  /** {@code <function=NAME><parameter=KEY>VALUE</parameter></function>}. */
  FUNCTION("<function=", ">", "<parameter=", "</parameter>", "</function>"),
  /** As {@link #INVOKE}, with a prefix; each parameter says whether its value is a string. */
  DSML(
      "<｜DSML｜invoke name=\"",
      "\">",
      "<｜DSML｜parameter name=",
      "</｜DSML｜parameter>",
      "</｜DSML｜invoke>");

  private static final List<String> WRAPPERS =
      List.of("<tool_call>", "<tool_calls>", "<function_calls>");

  private final String beforeName;
  private final String afterName;
  private final String parameterBegin;
  private final String parameterEnd;
  private final String callEnd;

  XmlStyle(
      String beforeName,
      String afterName,
      String parameterBegin,
      String parameterEnd,
      String callEnd) {
    this.beforeName = beforeName;
    this.afterName = afterName;
    this.parameterBegin = parameterBegin;
    this.parameterEnd = parameterEnd;
    this.callEnd = callEnd;
  }

  String beforeName() {
    return beforeName;
  }

  String afterName() {
    return afterName;
  }

  String parameterBegin() {
    return parameterBegin;
  }

  String parameterEnd() {
    return parameterEnd;
  }

  String callEnd() {
    return callEnd;
  }

  /** The tags that may stand around calls and belong to them. */
  List<String> wrappers() {
    // Those of the other style are markers.
    return this == DSML ? List.of() : WRAPPERS;
  }

  /** The tag that begins a call of this tool. */
  String tag(String name) {
    return beforeName + name + afterName;
  }
}
