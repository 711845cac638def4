package io.perilune.server.api.openai.responses;

import java.util.List;

/** An item of one part of text, which is being streamed. */
final class OpenText implements OpenItem {
  private static final int ONLY_PART = 0;

  /** What the text is. */
  enum Kind {
    REASONING("response.reasoning_text"),
    CONTENT("response.output_text");

    private final String event;

    Kind(String event) {
      this.event = event;
    }

    /** The log probabilities of the text: none are given, but content has a field for them. */
    private List<Object> logprobs() {
      return this == CONTENT ? List.of() : null;
    }

    private ContentPart part(String text) {
      return switch (this) {
        case REASONING -> new ContentPart.ReasoningText(text);
        case CONTENT -> new ContentPart.OutputText(text);
      };
    }
  }

  private final ResponseEvents events;
  private final int index;
  private final Kind kind;
  private final boolean opaqueReasoning;
  private final String id;
  private final StringBuilder text = new StringBuilder();

  /** Says that the item begins. */
  OpenText(ResponseEvents events, int index, Kind kind, boolean opaqueReasoning) {
    this.events = events;
    this.index = index;
    this.kind = kind;
    this.opaqueReasoning = opaqueReasoning;
    this.id = kind == Kind.REASONING ? ItemIds.reasoning() : ItemIds.message();
    events.send(
        ResponseEvent.Item.added(
            index,
            kind == Kind.REASONING
                ? OutputItem.Reasoning.begun(id)
                : OutputItem.Message.begun(id)));
    part("response.content_part.added", "");
  }

  /** Whether the item's text is of this kind. */
  boolean is(Kind other) {
    return kind == other;
  }

  @Override
  public void add(String delta) {
    text.append(delta);
    events.send(
        new ResponseEvent.TextDelta(
            kind.event + ".delta", id, index, ONLY_PART, delta, kind.logprobs()));
  }

  @Override
  public OutputItem close(ItemStatus status) {
    String whole = text.toString();
    events.send(
        new ResponseEvent.TextDone(
            kind.event + ".done", id, index, ONLY_PART, whole, kind.logprobs()));
    part("response.content_part.done", whole);
    OutputItem item =
        kind == Kind.REASONING
            ? OutputItem.Reasoning.ended(id, status, whole, opaqueReasoning)
            : OutputItem.Message.ended(id, status, whole);
    events.send(ResponseEvent.Item.done(index, item));
    return item;
  }

  private void part(String type, String content) {
    events.send(new ResponseEvent.Part(type, id, index, ONLY_PART, kind.part(content)));
  }
}
