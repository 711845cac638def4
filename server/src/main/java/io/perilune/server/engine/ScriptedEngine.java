package io.perilune.server.engine;

import io.perilune.inference.engine.Engine;
import io.perilune.inference.engine.EngineMetrics;
import io.perilune.inference.engine.EngineUnavailableException;
import io.perilune.inference.engine.Generation;
import io.perilune.inference.engine.GenerationRequest;
import io.perilune.inference.engine.PromptTooLongException;
import io.perilune.inference.tokenizer.TextSegment;
import io.perilune.server.engine.Script.Answer;
import io.perilune.server.engine.Script.End;
import io.perilune.server.engine.Script.Piece;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Replays given answers, for demonstrations and for tests of everything around an engine. The rest
 * of the server cannot tell it from one that computes. Constraints are ignored: the script says
 * what comes, and what comes is parsed as ever.
 */
public final class ScriptedEngine implements Engine {
  /** How many prompts are remembered. */
  private static final int PROMPTS_MAX = 1_000;

  private static final Duration BUSY_RETRY = Duration.ofSeconds(2);

  private final Script script;
  private final ByteTokenizer tokenizer;
  private final Deque<String> prompts = new ArrayDeque<>();
  private final Set<ScriptedGeneration> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  ScriptedEngine(Script script, ByteTokenizer tokenizer) {
    this.script = script;
    this.tokenizer = tokenizer;
  }

  @Override
  public int contextLength() {
    return script.contextLength();
  }

  /** Which answers find no room is scripted: that depends on the prompt. */
  @Override
  public void requireRoom() {
    if (closed) {
      throw new EngineUnavailableException("the engine has stopped", false, BUSY_RETRY);
    }
  }

  @Override
  public Generation submit(GenerationRequest request) {
    requireRoom();
    int room = script.contextLength() - request.prompt().length;
    if (room < 1) {
      throw new PromptTooLongException(request.prompt().length, script.contextLength());
    }
    String prompt = text(request.prompt());
    remember(prompt);
    Answer answer = answer(prompt);
    if (answer.end() == End.BUSY) {
      throw new EngineUnavailableException("all slots are busy", true, BUSY_RETRY);
    }
    int[] tokens = tokens(answer);
    ScriptedGeneration generation =
        new ScriptedGeneration(
            answer, tokens, request, Math.min(request.maxTokens(), room), running::remove);
    running.add(generation);
    return generation;
  }

  @Override
  public boolean healthy() {
    return !closed;
  }

  /** A script does not fail. */
  @Override
  public void whenFailed(Runnable action) {}

  @Override
  public EngineMetrics metrics() {
    return EngineMetrics.NONE;
  }

  @Override
  public void close() {
    closed = true;
    running.forEach(ScriptedGeneration::cancel);
  }

  /** The texts of the prompts so far, oldest first; control tokens by their names. */
  public List<String> prompts() {
    synchronized (prompts) {
      return List.copyOf(prompts);
    }
  }

  /** The generations that have not ended. */
  public int running() {
    return running.size();
  }

  private void remember(String prompt) {
    synchronized (prompts) {
      if (prompts.size() == PROMPTS_MAX) {
        prompts.removeFirst();
      }
      prompts.addLast(prompt);
    }
  }

  private Answer answer(String prompt) {
    return script.answers().stream()
        .filter(answer -> prompt.contains(answer.when()))
        .findFirst()
        .orElseThrow(
            () -> new EngineUnavailableException("no answer is scripted", false, BUSY_RETRY));
  }

  private String text(int[] tokens) {
    byte[] bytes = new byte[tokens.length];
    int length = 0;
    for (int token : tokens) {
      byte[] piece = tokenizer.bytes(token);
      if (length + piece.length > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.addExact(length, piece.length) * 2);
      }
      System.arraycopy(piece, 0, bytes, length, piece.length);
      length += piece.length;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private int[] tokens(Answer answer) {
    List<TextSegment> segments = new ArrayList<>();
    for (Piece piece : answer.pieces()) {
      segments.add(new TextSegment(piece.text(), piece.control()));
    }
    return tokenizer.encode(segments);
  }
}
