package io.perilune.template.jinja.value;

import java.nio.charset.StandardCharsets;

/**
 * The UTF-8 bytes of a string; they can only be printed and measured.
 *
 * @param source the string that was encoded
 */
public record BytesValue(Text source) implements Value {
  public byte[] bytes() {
    return source.chars().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String typeName() {
    return "bytes";
  }
}
