package io.perilune.server.answer;

import io.perilune.server.chat.AnswerSink;
import io.perilune.server.chat.ChatGeneration;
import io.perilune.server.chat.Completion;
import io.perilune.server.chat.GenerationCancelledException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The answers to one request, generated at the same time. They end together if one fails. */
final class Choices implements AutoCloseable {
  private final List<ChatGeneration> generations;

  /**
   * Takes over queued answers.
   *
   * @param generations closed by {@link #close}
   */
  Choices(List<ChatGeneration> generations) {
    this.generations = List.copyOf(generations);
  }

  /** What receives the answers. */
  interface Receiver {
    AnswerSink choice(int index);

    void ended(int index, Completion completion);

    /** Is run after each step of any answer, with or without new parts. */
    void progress();
  }

  int count() {
    return generations.size();
  }

  void cancel() {
    generations.forEach(ChatGeneration::cancel);
  }

  @Override
  public void close() {
    generations.forEach(ChatGeneration::close);
  }

  /**
   * Generates the answers: one on this thread, several each on a thread of its own.
   *
   * @param interval the longest time between two runs of the receiver's {@code progress}
   * @return how they ended, by index
   */
  List<Completion> run(Receiver receiver, Duration interval) throws InterruptedException {
    if (generations.size() == 1) {
      return List.of(run(0, receiver, interval));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Completion>> runs = new ArrayList<>(generations.size());
      for (int i = 0; i < generations.size(); i++) {
        int index = i;
        runs.add(threads.submit(() -> runOrCancelAll(index, receiver, interval)));
      }
      return completions(runs);
    } catch (InterruptedException e) {
      cancel();
      throw e;
    }
  }

  private Completion runOrCancelAll(int index, Receiver receiver, Duration interval)
      throws InterruptedException {
    boolean complete = false;
    try {
      Completion completion = run(index, receiver, interval);
      complete = true;
      return completion;
    } finally {
      if (!complete) {
        cancel();
      }
    }
  }

  private Completion run(int index, Receiver receiver, Duration interval)
      throws InterruptedException {
    Completion completion =
        generations.get(index).run(receiver.choice(index), receiver::progress, interval);
    receiver.ended(index, completion);
    return completion;
  }

  private static List<Completion> completions(List<Future<Completion>> runs)
      throws InterruptedException {
    List<Completion> completions = new ArrayList<>(runs.size());
    RuntimeException failure = null;
    for (Future<Completion> run : runs) {
      try {
        completions.add(run.get());
      } catch (ExecutionException e) {
        failure = moreTelling(failure, e.getCause());
      }
    }
    if (failure != null) {
      throw failure;
    }
    return completions;
  }

  /** The failure that made the others end, which were cancelled. */
  private static RuntimeException moreTelling(RuntimeException one, Throwable other) {
    if (one != null && !(one instanceof GenerationCancelledException)) {
      return one;
    }
    return switch (other) {
      case Error error -> throw error;
      case RuntimeException failure -> failure;
      default -> new GenerationCancelledException();
    };
  }
}
