package io.perilune.server.api.openai;

import io.perilune.server.answer.JsonEvents;
import io.perilune.server.answer.StreamEncoder;
import io.perilune.server.api.openai.ChatCompletionChunk.CallDelta;
import io.perilune.server.api.openai.ChatCompletionChunk.Delta;
import io.perilune.server.api.openai.ChatCompletionChunk.FunctionDelta;
import io.perilune.server.chat.Completion;
import io.perilune.server.error.ApiException;
import java.util.List;

/** Writes an answer as a stream of chunks. */
final class ChunkEncoder implements StreamEncoder {
  private static final Delta NOTHING_NEW = new Delta(null, "", null, null);

  private final JsonEvents events;
  private final AnswerHead head;
  private final boolean includeUsage;

  /**
   * Creates an encoder.
   *
   * @param includeUsage whether the stream ends with a chunk of usage
   */
  ChunkEncoder(JsonEvents events, AnswerHead head, boolean includeUsage) {
    this.events = events;
    this.head = head;
    this.includeUsage = includeUsage;
  }

  @Override
  public void begin() {
    delta(new Delta("assistant", "", null, null));
  }

  @Override
  public void reasoning(String text) {
    delta(new Delta(null, null, text, null));
  }

  @Override
  public void content(String text) {
    delta(new Delta(null, text, null, null));
  }

  @Override
  public void callStart(int index, String id, String name) {
    call(new CallDelta(index, id, "function", new FunctionDelta(name, "")));
  }

  @Override
  public void arguments(int index, String text) {
    call(new CallDelta(index, null, null, new FunctionDelta(null, text)));
  }

  @Override
  public void callEnd(int index) {}

  @Override
  public void breakSilence() {
    delta(NOTHING_NEW);
  }

  @Override
  public void end(Completion completion) {
    events.send(
        chunk(
            List.of(
                new ChatCompletionChunk.Choice(
                    0, Delta.EMPTY, AnswerHead.finishReason(completion.reason()))),
            null,
            Timings.of(completion.stats())));
    if (includeUsage) {
      events.send(chunk(List.of(), Usage.of(completion.stats()), null));
    }
    events.sendText("[DONE]");
  }

  @Override
  public void fail(ApiException error) {
    events.send(ErrorBody.of(error));
  }

  private void call(CallDelta call) {
    delta(new Delta(null, null, null, List.of(call)));
  }

  private void delta(Delta delta) {
    events.send(chunk(List.of(new ChatCompletionChunk.Choice(0, delta, null)), null, null));
  }

  private ChatCompletionChunk chunk(
      List<ChatCompletionChunk.Choice> choices, Usage usage, Timings timings) {
    return new ChatCompletionChunk(
        head.id(), "chat.completion.chunk", head.created(), head.model(), choices, usage, timings);
  }
}
