package io.perilune.server.api.openai.responses;

import java.util.List;

/** The data of an event; its {@code type} is also the event's name. */
sealed interface ResponseEvent {
  String type();

  /** The state of the response: it begins, goes on or ends. */
  record State(String type, ResponseObject response) implements ResponseEvent {}

  /** An item begins, still empty, or is complete. */
  record Item(String type, int outputIndex, OutputItem item) implements ResponseEvent {
    static Item added(int outputIndex, OutputItem item) {
      return new Item("response.output_item.added", outputIndex, item);
    }

    static Item done(int outputIndex, OutputItem item) {
      return new Item("response.output_item.done", outputIndex, item);
    }
  }

  /** A part of an item's content begins, still empty, or is complete. */
  record Part(String type, String itemId, int outputIndex, int contentIndex, ContentPart part)
      implements ResponseEvent {}

  /**
   * More of the text of a part.
   *
   * @param logprobs none are given; {@code null} where the API has no such field
   */
  record TextDelta(
      String type,
      String itemId,
      int outputIndex,
      int contentIndex,
      String delta,
      List<Object> logprobs)
      implements ResponseEvent {}

  /** The whole text of a part. */
  record TextDone(
      String type,
      String itemId,
      int outputIndex,
      int contentIndex,
      String text,
      List<Object> logprobs)
      implements ResponseEvent {}

  /** More of the arguments or the input of a call. */
  record CallDelta(String type, String itemId, int outputIndex, String delta)
      implements ResponseEvent {}

  /** The whole arguments of a call. */
  record ArgumentsDone(String type, String itemId, int outputIndex, String name, String arguments)
      implements ResponseEvent {
    ArgumentsDone(String itemId, int outputIndex, String name, String arguments) {
      this("response.function_call_arguments.done", itemId, outputIndex, name, arguments);
    }
  }

  /** The whole input of a custom tool's call. */
  record InputDone(String type, String itemId, int outputIndex, String input)
      implements ResponseEvent {
    InputDone(String itemId, int outputIndex, String input) {
      this("response.custom_tool_call_input.done", itemId, outputIndex, input);
    }
  }
}
