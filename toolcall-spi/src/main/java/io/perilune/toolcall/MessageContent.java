package io.perilune.toolcall;

import java.util.List;
import java.util.stream.Collectors;

/** The content of a message, in the form in which the client sent it. */
public sealed interface MessageContent {
  /** A single string. */
  record Text(String text) implements MessageContent {}

  /** A list of parts. */
  record Parts(List<ContentPart> parts) implements MessageContent {
    public Parts {
      parts = List.copyOf(parts);
    }
  }

  static MessageContent of(String text) {
    return new Text(text);
  }

  /** All text of this content; parts are joined without a separator. */
  default String plainText() {
    return switch (this) {
      case Text(String text) -> text;
      case Parts(List<ContentPart> parts) ->
          parts.stream()
              .map(
                  part ->
                      switch (part) {
                        case ContentPart.Text(String text) -> text;
                      })
              .collect(Collectors.joining());
    };
  }
}
