package io.perilune.server.api.openai.responses;

import com.fasterxml.jackson.annotation.JsonValue;
import io.perilune.toolcall.FinishReason;
import java.util.Locale;

/** How far an item is. */
enum ItemStatus {
  IN_PROGRESS,
  COMPLETED,
  /** The answer was cut in it. */
  INCOMPLETE;

  /** How the last item of an answer ended. */
  static ItemStatus ofLast(FinishReason reason) {
    return reason == FinishReason.LENGTH ? INCOMPLETE : COMPLETED;
  }

  @JsonValue
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
