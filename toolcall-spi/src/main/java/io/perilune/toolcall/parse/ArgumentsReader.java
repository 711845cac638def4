package io.perilune.toolcall.parse;

import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.json.JsonValue;

/**
 * Reads the arguments of one call. An object is passed on as it comes, mended; anything else is
 * kept until its end, since only then it is known whether it is an object in quotes.
 */
final class ArgumentsReader implements CallBody {
  private static final String EMPTY_OBJECT = "{}";

  private JsonHealer object;
  private final StringBuilder other = new StringBuilder();
  private boolean otherInString;
  private boolean otherEscaped;
  private int read;
  private String whole;

  @Override
  public void accept(char c) {
    if (object != null) {
      object.accept(c);
    } else if (!other.isEmpty()) {
      acceptOther(c);
    } else if (c == '{') {
      object = new JsonHealer();
      object.accept(c);
    } else if (!Character.isWhitespace(c)) {
      acceptOther(c);
    }
  }

  @Override
  public boolean inString() {
    return object != null ? object.inString() : otherInString;
  }

  @Override
  public boolean isWholeString() {
    return object == null;
  }

  @Override
  public boolean complete() {
    return object != null && object.complete();
  }

  @Override
  public void end(boolean cut) {
    if (object == null) {
      whole = otherArguments(other.toString().strip());
    } else if (cut) {
      object.cut();
    } else {
      object.close();
    }
  }

  @Override
  public String readMore() {
    if (object != null) {
      return object.readHealed();
    }
    String all = whole == null ? "" : whole;
    String more = all.substring(read);
    read = all.length();
    return more;
  }

  private void acceptOther(char c) {
    boolean quote = c == '"' && !otherEscaped;
    if (quote && (otherInString || other.isEmpty())) {
      otherInString = !otherInString;
    }
    otherEscaped = otherInString && c == '\\' && !otherEscaped;
    other.append(c);
  }

  private static String otherArguments(String text) {
    if (text.isEmpty() || text.equals("null")) {
      return EMPTY_OBJECT;
    }
    if (text.startsWith("\"")
        && JsonReader.tryRead(text).orElse(null) instanceof JsonValue.JsonString(String inner)
        && JsonReader.tryRead(inner).orElse(null) instanceof JsonValue.JsonObject) {
      return inner.strip();
    }
    return text;
  }
}
