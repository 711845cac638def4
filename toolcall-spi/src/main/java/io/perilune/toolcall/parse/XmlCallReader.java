package io.perilune.toolcall.parse;

import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonString;
import io.perilune.toolcall.json.JsonWriter;

/**
 * Reads the parameters of an XML call and writes them as members of a JSON object, one by one. A
 * closing parameter tag counts only where the next thing is another parameter or the end of the
 * call, since values are not escaped.
 */
final class XmlCallReader implements CallBody {
  private static final String IS_STRING = "string=\"true\"";
  private static final String IS_JSON = "string=\"false\"";

  private enum State {
    BETWEEN,
    VALUE,
    AFTER_VALUE,
    CLOSED
  }

  private enum ValueTypes {
    BY_SCHEMA,
    STRING,
    JSON
  }

  private final XmlStyle style;
  private final SchemaTypes schema;
  private final StringBuilder json = new StringBuilder("{");
  private final StringBuilder tag = new StringBuilder();
  private final StringBuilder value = new StringBuilder();
  private final StringBuilder blanks = new StringBuilder();
  private State state = State.BETWEEN;
  private String parameter;
  private ValueTypes types;
  private String separator = "";
  private int read;

  XmlCallReader(XmlStyle style, SchemaTypes schema) {
    this.style = style;
    this.schema = schema;
  }

  @Override
  public void accept(char c) {
    if (state == State.BETWEEN) {
      acceptBetween(c);
    } else if (state == State.VALUE) {
      acceptInValue(c);
    } else {
      acceptAfterValue(c);
    }
  }

  @Override
  public boolean inVerbatim() {
    return state == State.VALUE;
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
    if (name.startsWith(style.parameterBegin())) {
      String attributes = name.substring(style.parameterBegin().length(), name.length() - 1);
      parameter = unquoted(attributes);
      types = types(attributes);
      value.setLength(0);
      state = State.VALUE;
    } else if (name.equals(style.callEnd())) {
      close();
    }
  }

  private void acceptInValue(char c) {
    value.append(c);
    int end = value.length() - style.parameterEnd().length();
    if (c == '>' && end >= 0 && value.indexOf(style.parameterEnd(), end) == end) {
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
    if (next.equals(style.parameterBegin())) {
      writeValue();
      state = State.BETWEEN;
    } else if (next.equals(style.callEnd())) {
      writeValue();
      close();
    } else if (!style.parameterBegin().startsWith(next) && !style.callEnd().startsWith(next)) {
      value.append(style.parameterEnd()).append(blanks);
      state = State.VALUE;
      next.chars().forEach(more -> acceptInValue((char) more));
    }
  }

  private void writeValue() {
    json.append(separator)
        .append(JsonWriter.quoted(parameter))
        .append(": ")
        .append(JsonWriter.spaced(value(value.toString())));
    separator = ", ";
  }

  private JsonValue value(String text) {
    return switch (types) {
      case BY_SCHEMA -> XmlValues.typed(text, schema.types(parameter));
      case STRING -> new JsonString(text);
      case JSON -> JsonReader.tryRead(text.strip()).orElseGet(() -> new JsonString(text));
    };
  }

  /** What the tag of a parameter says about its value. */
  private ValueTypes types(String attributes) {
    if (style != XmlStyle.DSML) {
      return ValueTypes.BY_SCHEMA;
    }
    String last = attributes.strip();
    if (last.endsWith(IS_STRING)) {
      return ValueTypes.STRING;
    }
    return last.endsWith(IS_JSON) ? ValueTypes.JSON : ValueTypes.BY_SCHEMA;
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
