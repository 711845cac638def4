package io.perilune.toolcall.parse;

import java.util.Optional;

/** How the text between the markers before a call's arguments names a tool. */
public interface CallHeaders {
  /** For formats whose calls have no headers. */
  CallHeaders NONE =
      new CallHeaders() {
        @Override
        public Optional<String> strict(String header) {
          return Optional.empty();
        }

        @Override
        public Optional<String> unknown(String header) {
          return Optional.empty();
        }

        @Override
        public boolean mayBecomeHeader(String text) {
          return false;
        }
      };

  /**
   * What a header says.
   *
   * @param name what names the tool
   * @param rest what follows the name and belongs to the arguments
   */
  record Split(String name, String rest) {}

  /** The tool that this header, stripped, names beyond doubt. */
  Optional<String> strict(String header);

  /**
   * The name of a tool that is not offered, where the header clearly gives one. Such a call is
   * passed on, so that the client can answer that there is no such tool.
   */
  Optional<String> unknown(String header);

  /** Whether more characters could make this text a header that a tool or a kind is named by. */
  boolean mayBecomeHeader(String text);

  /**
   * Whether this is no name but a kind of call, so that the name follows the marker that otherwise
   * begins the arguments.
   */
  default boolean isKind(String header) {
    return false;
  }

  /** Divides a header that has run into arguments which are no object. */
  default Split split(String header) {
    return new Split(header, "");
  }

  /**
   * Whether a character is usual in the names of tools: a letter or digit of ASCII, {@code _.-}.
   */
  static boolean isNameCharacter(int c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || "_.-".indexOf(c) >= 0;
  }
}
