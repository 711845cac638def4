package io.perilune.server.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Sends the requests of a set, several at a time, and judges the answers. */
public final class Verification {
  /** Is told how far the work has come. */
  public interface Progress {
    /**
     * One more request is answered or has failed.
     *
     * @param done how many are, with those of earlier runs
     * @param all how many there are
     * @param failed how many of those done failed
     */
    void done(int done, int all, int failed);
  }

  /** A sample and the very request that is sent for it. */
  private record Task(Sample sample, ObjectNode request, String hash) {}

  private record Finished(Task task, SampleResult result) {}

  private final ChatSender sender;
  private final RequestSettings settings;
  private final int concurrency;
  private final ToolCallCheck check = new ToolCallCheck();

  /**
   * A verification.
   *
   * @param concurrency how many requests are under way at the same time
   */
  public Verification(ChatSender sender, RequestSettings settings, int concurrency) {
    this.sender = sender;
    this.settings = settings;
    this.concurrency = concurrency;
  }

  /**
   * Runs.
   *
   * @param log takes the results and the summary, and gives those of an earlier run; may be absent
   * @throws IOException if the results cannot be written
   */
  public Summary run(List<Sample> samples, Optional<ResultLog> log, Progress progress)
      throws IOException, InterruptedException {
    Tally tally = new Tally();
    List<Task> open = new ArrayList<>();
    for (Sample sample : samples) {
      ObjectNode request = settings.applied(sample.request());
      Task task = new Task(sample, request, RequestHash.of(request));
      log.flatMap(results -> results.earlier(sample.dataIndex(), task.hash()))
          .ifPresentOrElse(
              line -> tally.add(earlier(task, line), sample.label()), () -> open.add(task));
    }
    try (ExecutorService threads =
        Executors.newFixedThreadPool(concurrency, Thread.ofVirtual().factory())) {
      CompletionService<Finished> finished = new ExecutorCompletionService<>(threads);
      open.forEach(task -> finished.submit(() -> new Finished(task, sent(task))));
      try {
        for (int i = 0; i < open.size(); i++) {
          Finished next = finished.take().get();
          if (log.isPresent()) {
            log.get().add(next.result());
          }
          tally.add(next.result(), next.task().sample().label());
          progress.done(tally.all(), samples.size(), tally.failed());
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      } finally {
        threads.shutdownNow();
      }
    }
    Summary summary = tally.summary(settings.model());
    if (log.isPresent()) {
      log.get().add(summary);
    }
    return summary;
  }

  private SampleResult sent(Task task) throws InterruptedException {
    return switch (sender.send(task.request())) {
      case Outcome.Answered(ObjectNode response, var duration) ->
          answered(task, response, duration.toMillis());
      case Outcome.Failed(Failure failure, var duration) ->
          new SampleResult(
              task.sample().dataIndex(),
              task.request(),
              task.hash(),
              Json.object().put("error", failure.message()),
              Optional.empty(),
              List.of(),
              Optional.of(failure.reason()),
              duration.toMillis());
    };
  }

  private SampleResult answered(Task task, ObjectNode response, long millis) {
    JsonNode choice = response.path("choices").path(0);
    String reason = Json.text(choice, "finish_reason");
    boolean calls = reason.equals(SampleResult.TOOL_CALLS);
    return new SampleResult(
        task.sample().dataIndex(),
        task.request(),
        task.hash(),
        response,
        Optional.of(reason).filter(text -> !text.isEmpty()),
        calls
            ? check.faults(choice.path("message").path("tool_calls"), task.request().path("tools"))
            : List.of(),
        Optional.empty(),
        millis);
  }

  /** The answer of an earlier run, judged anew. */
  private SampleResult earlier(Task task, ObjectNode line) {
    return answered(task, (ObjectNode) line.get("response"), line.path("duration_ms").asLong());
  }
}
