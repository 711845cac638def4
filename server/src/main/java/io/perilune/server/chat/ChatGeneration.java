package io.perilune.server.chat;

import io.perilune.inference.engine.Generation;
import io.perilune.inference.engine.GenerationEvent;
import io.perilune.inference.engine.GenerationStats;
import io.perilune.inference.engine.StopCause;
import io.perilune.inference.tokenizer.DecodedPiece;
import io.perilune.inference.tokenizer.TokenDecoder;
import io.perilune.inference.tokenizer.Tokenizer;
import io.perilune.server.error.ApiException;
import io.perilune.server.error.ErrorKind;
import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.EndCause;
import io.perilune.toolcall.FinishReason;
import io.perilune.toolcall.ToolCallParser;
import io.perilune.toolcall.ToolCallSink;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** An answer in the making. {@link #run} is called once, by one thread. */
public final class ChatGeneration implements AutoCloseable {
  private static final Set<String> THINK_TAGS = Set.of("<think>", "</think>");

  private final Generation generation;
  private final int promptTokens;
  private final TokenDecoder decoder;
  private final ToolCallParser parser;
  private final List<String> stop;
  private final boolean oneCall;
  private final Consumer<ChatMessage> answered;

  /** Null if no log probabilities are asked for. */
  private final ContentTokens contentTokens;

  /**
   * An answer that has been queued.
   *
   * @param promptTokens the length of its prompt
   * @param answered is told the answer once it is complete
   */
  ChatGeneration(
      Generation generation,
      int promptTokens,
      Tokenizer tokenizer,
      ToolCallParser parser,
      AnswerRules rules,
      Consumer<ChatMessage> answered) {
    this.generation = generation;
    this.promptTokens = promptTokens;
    this.decoder = new TokenDecoder(tokenizer);
    this.parser = parser;
    this.stop = rules.stop();
    this.oneCall = rules.oneCall();
    this.answered = answered;
    this.contentTokens = rules.logprobs() ? new ContentTokens(tokenizer) : null;
  }

  /**
   * Generates the answer.
   *
   * @param sink receives the answer's parts as they come
   * @param progress is run after each step, with or without new parts
   * @param interval the longest time between two runs of {@code progress}
   * @throws GenerationCancelledException if {@link #cancel} was called
   * @throws ApiException if the engine failed
   */
  public Completion run(AnswerSink sink, Runnable progress, Duration interval)
      throws InterruptedException {
    AnswerParts parts = new AnswerParts(sink, contentTokens);
    AnswerLimits answer = new AnswerLimits(stop, oneCall, parts);
    while (true) {
      switch (generation.next(interval)) {
        case GenerationEvent.Token token -> {
          accept(token, answer);
          if (answer.reached()) {
            return cutShort(answer, parts);
          }
        }
        case GenerationEvent.Finished(StopCause cause, GenerationStats stats) -> {
          return completed(end(cause, answer), answer, parts, stats);
        }
        case GenerationEvent.Prefilling(int done, int total) -> sink.promptProgress(done, total);
        case GenerationEvent.Queued _, GenerationEvent.Decoding _ -> {}
      }
      progress.run();
    }
  }

  /** Generates the answer for a receiver that has no use for its tokens. */
  public Completion run(ToolCallSink sink, Runnable progress, Duration interval)
      throws InterruptedException {
    return run(AnswerSink.withoutTokens(sink), progress, interval);
  }

  /** The length of the prompt, in tokens. */
  public int promptTokens() {
    return promptTokens;
  }

  /** Stops the generation; {@link #run} then ends soon. May be called by any thread. */
  public void cancel() {
    generation.cancel();
  }

  @Override
  public void close() {
    generation.close();
  }

  private void accept(GenerationEvent.Token token, AnswerLimits answer) {
    List<DecodedPiece> pieces = decoder.accept(token.id());
    if (contentTokens != null) {
      contentTokens.accept(token.id(), token.logprobs().orElseThrow(), pieces);
    }
    parse(pieces, answer);
  }

  private void parse(List<DecodedPiece> pieces, AnswerLimits answer) {
    for (DecodedPiece piece : pieces) {
      parser.accept(piece.text(), piece.control() || isThinkTag(piece), answer);
    }
  }

  /** Many vocabularies list think tags as added text; as single tokens they are markers still. */
  static boolean isThinkTag(DecodedPiece piece) {
    return THINK_TAGS.contains(piece.text());
  }

  private FinishReason end(StopCause cause, AnswerLimits answer) {
    EndCause endCause =
        switch (cause) {
          case STOP_TOKEN -> EndCause.STOP;
          case LENGTH -> EndCause.LENGTH;
          case CANCELLED -> throw new GenerationCancelledException();
          case TIMED_OUT ->
              throw ApiException.of(
                  ErrorKind.UNAVAILABLE,
                  "This answer took longer than the server allows; ask for a shorter one.");
          case FAILED ->
              throw ApiException.of(
                  ErrorKind.INTERNAL,
                  "The model could not finish this answer; the server's log says why.");
          case ENGINE_STOPPED ->
              throw ApiException.of(
                  ErrorKind.UNAVAILABLE,
                  "The model is not available any more; the server's log says why.");
        };
    List<DecodedPiece> rest = decoder.finish();
    if (contentTokens != null) {
      contentTokens.accept(rest);
    }
    parse(rest, answer);
    FinishReason reason = parser.end(endCause, answer);
    answer.end();
    return answer.reason(reason);
  }

  private Completion completed(
      FinishReason reason, AnswerLimits answer, AnswerParts parts, GenerationStats stats) {
    answered.accept(parts.message(reason).message());
    return new Completion(reason, answer.stopFound(), stats, parts.tokens());
  }

  /** Ends the generation although the model would go on. */
  private Completion cutShort(AnswerLimits answer, AnswerParts parts) throws InterruptedException {
    generation.cancel();
    FinishReason reason = parser.end(EndCause.STOP, answer);
    while (true) {
      if (generation.next(Duration.ofSeconds(1))
          instanceof GenerationEvent.Finished(_, var stats)) {
        return completed(answer.reason(reason), answer, parts, stats);
      }
    }
  }
}
