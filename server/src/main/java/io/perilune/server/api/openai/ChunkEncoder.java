package io.perilune.server.api.openai;

import io.perilune.server.answer.ChoicesEncoder;
import io.perilune.server.answer.JsonEvents;
import io.perilune.server.api.openai.ChatCompletionChunk.CallDelta;
import io.perilune.server.api.openai.ChatCompletionChunk.Choice;
import io.perilune.server.api.openai.ChatCompletionChunk.Delta;
import io.perilune.server.api.openai.ChatCompletionChunk.FunctionDelta;
import io.perilune.server.chat.AnswerSink;
import io.perilune.server.chat.Completion;
import io.perilune.server.chat.ContentToken;
import io.perilune.server.error.ApiException;
import java.util.BitSet;
import java.util.List;

/**
 * Writes answers as a stream of chunks. The chunks of an answer begin with its role, those of the
 * first one at once, since clients wait for a first chunk.
 */
final class ChunkEncoder implements ChoicesEncoder {
  private static final Delta ROLE = new Delta("assistant", "", null, null);
  private static final Delta NOTHING_NEW = new Delta(null, "", null, null);

  private final JsonEvents events;
  private final CompletionForm form;

  /** The answers that have ended; guarded by this. */
  private final BitSet ended = new BitSet();

  ChunkEncoder(JsonEvents events, CompletionForm form) {
    this.events = events;
    this.form = form;
  }

  @Override
  public void begin() {
    delta(0, ROLE);
  }

  @Override
  public AnswerSink choice(int index) {
    if (index > 0) {
      delta(index, ROLE);
    }
    return new Parts(index);
  }

  @Override
  public synchronized void ended(int index, Completion completion) {
    ended.set(index);
    String reason = AnswerHead.finishReason(completion.reason());
    Timings timings = Timings.of(List.of(completion.stats()));
    events.send(chunk(List.of(new Choice(index, Delta.EMPTY, null, reason)), null, timings));
  }

  @Override
  public synchronized void breakSilence() {
    delta(ended.nextClearBit(0), NOTHING_NEW);
  }

  @Override
  public void end(List<Completion> completions) {
    if (form.includeUsage()) {
      Usage usage = Usage.of(completions.stream().map(Completion::stats).toList());
      events.send(chunk(List.of(), usage, null));
    }
    events.sendText("[DONE]");
  }

  @Override
  public void fail(ApiException error) {
    events.send(ErrorBody.of(error));
  }

  private void delta(int index, Delta delta) {
    events.send(chunk(List.of(new Choice(index, delta, null, null)), null, null));
  }

  private ChatCompletionChunk chunk(List<Choice> choices, Usage usage, Timings timings) {
    AnswerHead head = form.head();
    return new ChatCompletionChunk(
        head.id(), "chat.completion.chunk", head.created(), head.model(), choices, usage, timings);
  }

  /** Writes the parts of one answer. */
  private final class Parts implements AnswerSink {
    private final int index;

    Parts(int index) {
      this.index = index;
    }

    @Override
    public void reasoning(String text) {
      delta(index, new Delta(null, null, text, null));
    }

    @Override
    public void content(String text, List<ContentToken> tokens) {
      Logprobs logprobs = form.logprobs() ? Logprobs.of(tokens) : null;
      Delta delta = new Delta(null, text, null, null);
      events.send(chunk(List.of(new Choice(index, delta, logprobs, null)), null, null));
    }

    @Override
    public void callStart(int call, String id, String name) {
      call(new CallDelta(call, id, "function", new FunctionDelta(name, "")));
    }

    @Override
    public void arguments(int call, String text) {
      call(new CallDelta(call, null, null, new FunctionDelta(null, text)));
    }

    @Override
    public void callEnd(int call) {}

    private void call(CallDelta call) {
      delta(index, new Delta(null, null, null, List.of(call)));
    }
  }
}
