package io.perilune.server.chat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tells what of schemas is not enforced: each problem once, since clients send the same tools with
 * every request. What was told long ago may be told again. Thread-safe.
 */
final class UnenforcedLog {
  /** The most problems that are remembered. */
  static final int REMEMBERED_MAX = 1_024;

  /** What is told at most at a time. */
  static final int TOLD_MAX = 10;

  private final Consumer<String> log;

  // Guarded by itself. What was not met for longest comes first.
  private final Map<String, Boolean> known = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * A log that has told nothing.
   *
   * @param log takes its sentences
   */
  UnenforcedLog(Consumer<String> log) {
    this.log = log;
  }

  /**
   * Tells those of some problems that it has not told.
   *
   * @param problems the problems of one request, each in words and of bounded length
   */
  void add(List<String> problems) {
    List<String> news = problems.stream().filter(this::isNew).toList();
    if (!news.isEmpty()) {
      int more = news.size() - TOLD_MAX;
      log.accept(
          "Not enforced: "
              + String.join("; ", news.subList(0, Math.min(news.size(), TOLD_MAX)))
              + (more > 0 ? "; and " + more + " more" : ""));
    }
  }

  private boolean isNew(String problem) {
    synchronized (known) {
      boolean isNew = known.put(problem, true) == null;
      if (known.size() > REMEMBERED_MAX) {
        known.remove(known.keySet().iterator().next());
      }
      return isNew;
    }
  }
}
