package io.perilune.template.jinja.syntax;

import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.error.Position;
import io.perilune.template.jinja.value.PythonStrings;
import java.util.Arrays;

/** A template's source with normalised line ends, and where its lines begin. */
final class SourceText {
  private final String chars;
  private final int[] lineStarts;

  SourceText(String source) {
    String normal = source.replace("\r\n", "\n").replace('\r', '\n');
    // As in the reference, the last line's end is the editor's, not the template's.
    this.chars = normal.endsWith("\n") ? normal.substring(0, normal.length() - 1) : normal;
    int[] starts = new int[(int) chars.chars().filter(c -> c == '\n').count() + 1];
    int line = 1;
    for (int i = chars.indexOf('\n'); i >= 0; i = chars.indexOf('\n', i + 1)) {
      starts[line++] = i + 1;
    }
    this.lineStarts = starts;
  }

  int length() {
    return chars.length();
  }

  /** The character at an index, or 0 past the end. */
  char at(int index) {
    return index < chars.length() ? chars.charAt(index) : 0;
  }

  int codePointAt(int index) {
    return chars.codePointAt(index);
  }

  String substring(int start, int end) {
    return chars.substring(start, end);
  }

  boolean startsWith(String prefix, int index) {
    return chars.startsWith(prefix, index);
  }

  int indexOf(String part, int from) {
    return chars.indexOf(part, from);
  }

  /** The first index from {@code from} on that holds no white space. */
  int skipSpace(int from) {
    int index = from;
    while (index < chars.length() && PythonStrings.isSpace(chars.charAt(index))) {
      index++;
    }
    return index;
  }

  Position position(int index) {
    int found = Arrays.binarySearch(lineStarts, index);
    int line = found >= 0 ? found : -found - 2;
    return new Position(line + 1, index - lineStarts[line] + 1);
  }

  JinjaException error(String reason, int index) {
    return new JinjaException(ErrorKind.SYNTAX, reason, position(index));
  }
}
