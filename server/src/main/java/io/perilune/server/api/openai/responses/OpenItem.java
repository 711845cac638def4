package io.perilune.server.api.openai.responses;

/** An item that is being streamed. */
interface OpenItem {
  /** More of its text, or of the arguments of its call. */
  void add(String text);

  /**
   * Says that the item is complete.
   *
   * @return the whole
   */
  OutputItem close(ItemStatus status);
}
