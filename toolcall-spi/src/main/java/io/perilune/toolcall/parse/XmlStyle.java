package io.perilune.toolcall.parse;

/** The tags of a call written as XML. */
enum XmlStyle {
  /** {@code <invoke name="NAME"><parameter name="KEY">VALUE</parameter></invoke>}. */
  INVOKE("<invoke name=\"", "\">", "<parameter name=", "</invoke>"),
  /** {@code <function=NAME><parameter=KEY>VALUE</parameter></function>}. */
  FUNCTION("<function=", ">", "<parameter=", "</function>");

  private final String beforeName;
  private final String afterName;
  private final String parameterBegin;
  private final String callEnd;

  XmlStyle(String beforeName, String afterName, String parameterBegin, String callEnd) {
    this.beforeName = beforeName;
    this.afterName = afterName;
    this.parameterBegin = parameterBegin;
    this.callEnd = callEnd;
  }

  String beforeName() {
    return beforeName;
  }

  String parameterBegin() {
    return parameterBegin;
  }

  String callEnd() {
    return callEnd;
  }

  /** The tag that begins a call of this tool. */
  String tag(String name) {
    return beforeName + name + afterName;
  }
}
