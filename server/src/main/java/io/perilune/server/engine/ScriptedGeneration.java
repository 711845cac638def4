package io.perilune.server.engine;

import io.perilune.inference.engine.Generation;
import io.perilune.inference.engine.GenerationEvent;
import io.perilune.inference.engine.GenerationRequest;
import io.perilune.inference.engine.GenerationStats;
import io.perilune.inference.engine.StopCause;
import io.perilune.inference.sampling.TokenLogprobs;
import io.perilune.server.engine.Script.Answer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Replays one answer at the pace its script asks for. Pulled: it has no thread of its own. */
final class ScriptedGeneration implements Generation {
  private final Answer answer;
  private final int[] tokens;
  private final int promptTokens;
  private final OptionalInt topLogprobs;
  private final int maxTokens;
  private final Consumer<ScriptedGeneration> onEnd;
  private final long startNanos = System.nanoTime();
  private int position;
  private GenerationEvent.Finished finished;

  ScriptedGeneration(
      Answer answer,
      int[] tokens,
      GenerationRequest request,
      int maxTokens,
      Consumer<ScriptedGeneration> onEnd) {
    this.answer = answer;
    this.tokens = tokens;
    this.promptTokens = request.prompt().length;
    this.topLogprobs = request.sampling().topLogprobs();
    this.maxTokens = maxTokens;
    this.onEnd = onEnd;
  }

  @Override
  public synchronized GenerationEvent next(Duration timeout) throws InterruptedException {
    if (finished != null) {
      return finished;
    }
    long due =
        startNanos
            + answer.prefill().toNanos()
            + Math.multiplyExact(answer.perToken().toNanos(), (long) position);
    long deadline = System.nanoTime() + timeout.toNanos();
    while (finished == null && System.nanoTime() < due) {
      long nanosLeft = Math.min(due, deadline) - System.nanoTime();
      if (nanosLeft <= 0) {
        return waiting();
      }
      wait(nanosLeft / 1_000_000, (int) (nanosLeft % 1_000_000));
    }
    if (finished != null) {
      return finished;
    }
    if (position == tokens.length) {
      return finish(
          switch (answer.end()) {
            case STOP -> StopCause.STOP_TOKEN;
            case LENGTH -> StopCause.LENGTH;
            case FAILED, BUSY -> StopCause.FAILED;
          });
    }
    if (position == maxTokens) {
      return finish(StopCause.LENGTH);
    }
    return token(tokens[position++]);
  }

  /** A script is certain of each of its tokens. */
  private GenerationEvent.Token token(int token) {
    if (topLogprobs.isEmpty()) {
      return new GenerationEvent.Token(token);
    }
    int[] alternatives = topLogprobs.getAsInt() == 0 ? new int[0] : new int[] {token};
    return new GenerationEvent.Token(
        token, Optional.of(new TokenLogprobs(0, alternatives, new float[alternatives.length])));
  }

  @Override
  public synchronized void cancel() {
    if (finished == null) {
      finish(StopCause.CANCELLED);
      notifyAll();
    }
  }

  private GenerationEvent waiting() {
    if (position > 0) {
      return new GenerationEvent.Decoding();
    }
    double done = (System.nanoTime() - startNanos) / (double) answer.prefill().toNanos();
    return new GenerationEvent.Prefilling(
        (int) Math.min(promptTokens, done * promptTokens), promptTokens);
  }

  private GenerationEvent finish(StopCause cause) {
    long prefillNanos = answer.prefill().toNanos();
    long decodeNanos = Math.max(0, System.nanoTime() - startNanos - prefillNanos);
    finished =
        new GenerationEvent.Finished(
            cause,
            new GenerationStats(promptTokens, 0, position, 0, 0, 0, prefillNanos, decodeNanos));
    onEnd.accept(this);
    return finished;
  }
}
