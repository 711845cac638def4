package io.perilune.toolcall;

/**
 * The version of this interface. A plug-in names in its manifest the version that it was built for,
 * so that a server can say what is wrong with one that it cannot use, instead of failing in the
 * middle of an answer.
 */
public final class SpiVersion {
  /**
   * The present version. It grows by one with each change after which formats built before would
   * fail; methods added with a default body are no such change.
   */
  public static final int CURRENT = 1;

  /** The attribute of a jar's manifest that holds the version, in decimal digits. */
  public static final String MANIFEST_ATTRIBUTE = "Perilune-Spi-Version";

  private SpiVersion() {}
}
