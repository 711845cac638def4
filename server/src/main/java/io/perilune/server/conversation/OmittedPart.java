package io.perilune.server.conversation;

import io.perilune.server.error.ApiException;

/**
 * A part of a tool's result that is no text: an image, a file ... Clients keep such a result in the
 * conversation. If it were refused, the conversation could not go on, so a note stands for it.
 */
public final class OmittedPart {
  private OmittedPart() {}

  /**
   * What the model reads in place of the part.
   *
   * @param type what the client calls such a part
   */
  public static String note(String type) {
    return "[" + ApiException.printable(type) + " omitted: this model takes text only]";
  }
}
