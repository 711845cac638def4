package io.perilune.template.jinja.value;

import java.nio.charset.StandardCharsets;

/** The UTF-8 bytes of a string; they can only be printed, measured and gone through. */
public final class BytesValue implements Value {
  private final Text source;
  private final byte[] bytes;

  public BytesValue(Text source) {
    this.source = source;
    this.bytes = source.chars().getBytes(StandardCharsets.UTF_8);
  }

  /** The string that was encoded. */
  public Text source() {
    return source;
  }

  public int size() {
    return bytes.length;
  }

  /** A byte as a number from 0 to 255. */
  public int at(int index) {
    return bytes[index] & 0xFF;
  }

  @Override
  public String typeName() {
    return "bytes";
  }
}
