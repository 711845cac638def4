package io.perilune.toolcall.parse;

/** Gives each call of one message an id that is unique in the conversation. */
public interface CallIds {
  /**
   * The id of the next call.
   *
   * @param header the call's header, stripped; empty where there was none
   * @param name the tool's name
   */
  String next(String header, String name);
}
