package io.perilune.server.api.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.perilune.server.api.openai.ChatCompletionChunk.CallDelta;
import io.perilune.server.api.openai.ChatCompletionChunk.Delta;
import io.perilune.server.api.openai.ChatCompletionChunk.FunctionDelta;
import io.perilune.server.chat.Completion;
import io.perilune.server.chat.GenerationCancelledException;
import io.perilune.server.error.ApiException;
import io.perilune.server.sse.ClientGoneException;
import io.perilune.server.sse.SseWriter;
import io.perilune.toolcall.ToolCallSink;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/** Writes an answer as a stream of chunks, each as soon as there is something to say. */
final class ChunkEncoder implements ToolCallSink {
  private static final Delta NOTHING_NEW = new Delta(null, "", null, null);

  private final SseWriter events;
  private final ObjectWriter json;
  private final AnswerHead head;
  private final long heartbeatNanos;
  private long lastSentNanos = System.nanoTime();

  ChunkEncoder(SseWriter events, ObjectWriter json, AnswerHead head, Duration heartbeat) {
    this.events = events;
    this.json = json;
    this.head = head;
    this.heartbeatNanos = heartbeat.toNanos();
  }

  /** Opens the stream. */
  void begin() {
    events.open();
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

  /**
   * Sends a chunk that says nothing if the last one was long ago. Clients measure silence by
   * chunks: comments of the event-stream protocol do not count for some of them.
   */
  void breakSilence() {
    if (System.nanoTime() - lastSentNanos >= heartbeatNanos) {
      delta(NOTHING_NEW);
    }
  }

  /** Ends the stream. */
  void end(Completion completion, boolean includeUsage) {
    send(
        chunk(
            List.of(
                new ChatCompletionChunk.Choice(
                    0, Delta.EMPTY, AnswerHead.finishReason(completion.reason()))),
            null,
            Timings.of(completion.stats())));
    if (includeUsage) {
      send(chunk(List.of(), Usage.of(completion.stats()), null));
    }
    write("[DONE]");
    events.close();
  }

  /** Ends the stream with an error in place of the rest of the answer, if anyone listens. */
  void fail(ApiException error) {
    try {
      send(ErrorBody.of(error));
      events.close();
    } catch (ClientGoneException e) {
      // The client will not miss it.
    }
  }

  private void call(CallDelta call) {
    delta(new Delta(null, null, null, List.of(call)));
  }

  private void delta(Delta delta) {
    send(chunk(List.of(new ChatCompletionChunk.Choice(0, delta, null)), null, null));
  }

  private ChatCompletionChunk chunk(
      List<ChatCompletionChunk.Choice> choices, Usage usage, Timings timings) {
    return new ChatCompletionChunk(
        head.id(), "chat.completion.chunk", head.created(), head.model(), choices, usage, timings);
  }

  private void send(Object event) {
    try {
      write(json.writeValueAsString(event));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String data) {
    try {
      events.send(data);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GenerationCancelledException();
    }
    lastSentNanos = System.nanoTime();
  }
}
