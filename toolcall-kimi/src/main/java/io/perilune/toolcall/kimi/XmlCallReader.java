package io.perilune.toolcall.kimi;

import io.perilune.toolcall.json.JsonWriter;

/**
 * Reads the parameters of {@code <invoke name="…">} and writes them as members of a JSON object,
 * one by one. A closing parameter tag counts only where the next thing is another parameter or the
 * end of the call, since values are not escaped.
 */
final class XmlCallReader implements CallBody {
  private static final String PARAMETER_BEGIN = "<parameter name=";
  private static final String PARAMETER_END = "</parameter>";
  private static final String INVOKE_END = "</invoke>";

  private enum State {
    BETWEEN,
    VALUE,
    AFTER_VALUE,
    CLOSED
  }

  private final SchemaTypes schema;
  private final StringBuilder json = new StringBuilder("{");
  private final StringBuilder tag = new StringBuilder();
  private final StringBuilder value = new StringBuilder();
  private final StringBuilder blanks = new StringBuilder();
  private State state = State.BETWEEN;
  private String parameter;
  private String separator = "";
  private int read;

  XmlCallReader(SchemaTypes schema) {
    this.schema = schema;
  }

  @Override
  public void accept(char c) {
    switch (state) {
      case BETWEEN -> acceptBetween(c);
      case VALUE -> acceptInValue(c);
      case AFTER_VALUE -> acceptAfterValue(c);
      case CLOSED -> {}
    }
  }

  @Override
  public boolean complete() {
    return state == State.CLOSED;
  }

  /** Closes what is open, even if the output was cut off. */
  @Override
  public void end(boolean cut) {
    if (state == State.VALUE || state == State.AFTER_VALUE) {
      writeValue();
    }
    if (state != State.CLOSED) {
      close();
    }
  }

  @Override
  public String readMore() {
    String more = json.substring(read);
    read = json.length();
    return more;
  }

  private void acceptBetween(char c) {
    if (c == '<') {
      tag.setLength(0);
    }
    tag.append(c);
    if (c != '>') {
      return;
    }
    String name = tag.toString().strip();
    tag.setLength(0);
    if (name.startsWith(PARAMETER_BEGIN)) {
      parameter = unquoted(name.substring(PARAMETER_BEGIN.length(), name.length() - 1));
      value.setLength(0);
      state = State.VALUE;
    } else if (name.equals(INVOKE_END)) {
      close();
    }
  }

  private void acceptInValue(char c) {
    value.append(c);
    int end = value.length() - PARAMETER_END.length();
    if (c == '>' && end >= 0 && value.indexOf(PARAMETER_END, end) == end) {
      value.setLength(end);
      tag.setLength(0);
      blanks.setLength(0);
      state = State.AFTER_VALUE;
    }
  }

  private void acceptAfterValue(char c) {
    if (tag.isEmpty() && Character.isWhitespace(c)) {
      blanks.append(c);
      return;
    }
    tag.append(c);
    String next = tag.toString();
    if (next.equals(PARAMETER_BEGIN)) {
      writeValue();
      state = State.BETWEEN;
    } else if (next.equals(INVOKE_END)) {
      writeValue();
      close();
    } else if (!PARAMETER_BEGIN.startsWith(next) && !INVOKE_END.startsWith(next)) {
      value.append(PARAMETER_END).append(blanks);
      state = State.VALUE;
      next.chars().forEach(more -> acceptInValue((char) more));
    }
  }

  private void writeValue() {
    json.append(separator)
        .append(JsonWriter.quoted(parameter))
        .append(": ")
        .append(JsonWriter.spaced(XmlValues.typed(value.toString(), schema.types(parameter))));
    separator = ", ";
  }

  private void close() {
    json.append('}');
    state = State.CLOSED;
  }

  /** The first quoted text, or all of it where there are no quotes. */
  private static String unquoted(String text) {
    String name = text.strip();
    if (!name.startsWith("\"") && !name.startsWith("'")) {
      return name;
    }
    int end = name.indexOf(name.charAt(0), 1);
    return end < 0 ? name.substring(1) : name.substring(1, end);
  }
}
