package io.perilune.template.jinja.value;

import java.util.function.UnaryOperator;

/**
 * An immutable string in which every character knows its origin: the template's own text, or data
 * of the client. Origins change rarely, so they are kept as alternating runs. Most strings have one
 * run, and work with those is plain string work: origins cost only where the two kinds meet.
 *
 * <p>Indices of this class are UTF-16 units unless they say code points, by which templates count.
 */
public final class Text implements Value {
  /** The empty string. */
  public static final Text EMPTY = new Text("", false, new int[0], false);

  /** Receives the runs of a text in order. */
  @FunctionalInterface
  public interface RunConsumer {
    void run(int start, int end, boolean data);
  }

  /**
   * Where code points are in a text that has some of two units.
   *
   * @param starts the index of each code point whose number is a multiple of {@link #DISTANCE}
   */
  private record CodePointIndex(int[] starts) {
    private static final int DISTANCE = 64;

    static CodePointIndex of(String chars, int codePoints) {
      int[] starts = new int[codePoints / DISTANCE + 1];
      for (int i = 1; i < starts.length; i++) {
        starts[i] = chars.offsetByCodePoints(starts[i - 1], DISTANCE);
      }
      return new CodePointIndex(starts);
    }

    int index(String chars, int codePoint) {
      return chars.offsetByCodePoints(starts[codePoint / DISTANCE], codePoint % DISTANCE);
    }
  }

  private final String chars;
  private final boolean firstIsData;
  private final int[] switches;
  private final boolean markup;
  private int codePoints = -1;
  private CodePointIndex codePointIndex;

  /**
   * @param firstIsData the origin of the first run
   * @param switches where each further run begins; the origin alternates
   * @param markup whether the text is already escaped for HTML
   */
  Text(String chars, boolean firstIsData, int[] switches, boolean markup) {
    this.chars = chars;
    this.firstIsData = firstIsData;
    this.switches = switches;
    this.markup = markup;
  }

  /** Text of the template itself. */
  public static Text of(String chars) {
    return of(chars, false);
  }

  /** Text of the client. */
  public static Text data(String chars) {
    return of(chars, true);
  }

  public static Text of(String chars, boolean data) {
    return chars.isEmpty() ? EMPTY : new Text(chars, data, EMPTY.switches, false);
  }

  public String chars() {
    return chars;
  }

  /** UTF-16 units. */
  public int length() {
    return chars.length();
  }

  public boolean isEmpty() {
    return chars.isEmpty();
  }

  /** Whether all characters have the same origin. */
  public boolean isUniform() {
    return switches.length == 0;
  }

  /** Whether any character is data. */
  public boolean hasData() {
    return firstIsData || !isUniform();
  }

  /** Whether the text is already escaped for HTML. */
  public boolean isMarkup() {
    return markup;
  }

  public Text asMarkup(boolean escaped) {
    return markup == escaped ? this : new Text(chars, firstIsData, switches, escaped);
  }

  /** The origin of the character at an index. */
  public boolean isDataAt(int index) {
    return firstIsData ^ (runsBefore(index) % 2 == 1);
  }

  /**
   * The characters that a function makes of these. If there are as many of them, each keeps the
   * origin of the one at its place; otherwise all are data if any of these is.
   */
  public Text map(UnaryOperator<String> function) {
    String mapped = function.apply(chars);
    if (mapped.length() == chars.length()) {
      return new Text(mapped, firstIsData, switches, markup);
    }
    return of(mapped, hasData()).asMarkup(markup);
  }

  public Text substring(int start, int end) {
    if (start == 0 && end == chars.length()) {
      return this;
    }
    if (start >= end) {
      return EMPTY;
    }
    if (isUniform()) {
      return of(chars.substring(start, end), firstIsData);
    }
    return new TextBuilder().append(this, start, end).build();
  }

  public Text substring(int start) {
    return substring(start, chars.length());
  }

  public void forEachRun(RunConsumer consumer) {
    forEachRun(0, chars.length(), consumer);
  }

  /** The runs between two indices. */
  public void forEachRun(int start, int end, RunConsumer consumer) {
    int run = runsBefore(start);
    int from = start;
    while (from < end) {
      int to = run < switches.length ? Math.min(switches[run], end) : end;
      consumer.run(from, to, firstIsData ^ (run % 2 == 1));
      from = to;
      run++;
    }
  }

  /** The length in code points. */
  public int codePointCount() {
    if (codePoints < 0) {
      codePoints = chars.codePointCount(0, chars.length());
    }
    return codePoints;
  }

  /** The index of a code point. */
  public int index(int codePoint) {
    if (codePointCount() == chars.length()) {
      return codePoint;
    }
    if (codePointIndex == null) {
      codePointIndex = CodePointIndex.of(chars, codePoints);
    }
    return codePointIndex.index(chars, codePoint);
  }

  /** The number of code points before an index. */
  public int codePointsBefore(int index) {
    return codePointCount() == chars.length() ? index : chars.codePointCount(0, index);
  }

  /** The code point at a code-point position, as a text. */
  public Text codePointAt(int position) {
    int start = index(position);
    return substring(start, start + Character.charCount(chars.codePointAt(start)));
  }

  private int runsBefore(int index) {
    int low = 0;
    int high = switches.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (switches[middle] <= index) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public String typeName() {
    return markup ? "Markup" : "str";
  }

  /** For debugging; templates print a text as it is. */
  @Override
  public String toString() {
    return chars;
  }
}
