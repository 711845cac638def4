package io.perilune.toolcall.json;

/** What {@link JsonReader} accepts at most. A text beyond a limit is refused, not cut. */
public final class JsonLimits {
  /** Objects and arrays inside each other. */
  public static final int DEPTH_MAX = 100;

  /** Characters of one number. */
  public static final int NUMBER_CHARS_MAX = 100;

  /** Characters of one member name, escapes decoded. */
  public static final int NAME_CHARS_MAX = 1024;

  private JsonLimits() {}
}
