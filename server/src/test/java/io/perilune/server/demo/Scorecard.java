package io.perilune.server.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts what is right in replies. */
final class Scorecard {
  /** What is counted. */
  enum Measure {
    /** A call is made exactly where one is wanted. */
    DECISION,
    /** A wanted call has the right name; the calls of a message are taken in their order. */
    NAME,
    /** A wanted call has exactly the right arguments. */
    ARGUMENTS,
    /** All calls of a message that wants several are right. */
    PARALLEL,
    /** After a tool's result: no further call, and the answer contains what it must. */
    ANSWER
  }

  private record Rate(int right, int of) {
    Rate plus(boolean hit) {
      return new Rate(right + (hit ? 1 : 0), of + 1);
    }
  }

  private final Map<Measure, Rate> rates = new EnumMap<>(Measure.class);
  private final List<String> wrong = new ArrayList<>();

  synchronized void judge(ToolRequest request, Reply reply) {
    boolean right =
        request.expected().afterResult() && !request.expected().wantsCalls()
            ? judgeAnswer(request.expected(), reply)
            : judgeCalls(request.expected(), reply);
    if (!right) {
      wrong.add(request.name() + ": " + reply);
    }
  }

  private boolean judgeAnswer(ExpectedReply expected, Reply reply) {
    boolean right =
        reply.calls().isEmpty()
            && expected.answerContains().stream().allMatch(reply.content()::contains);
    count(Measure.ANSWER, right);
    return right;
  }

  private boolean judgeCalls(ExpectedReply expected, Reply reply) {
    boolean decided = expected.wantsCalls() != reply.calls().isEmpty();
    count(Measure.DECISION, decided);
    List<ExpectedReply.Call> calls = nearest(expected.accepted(), reply.calls());
    int allRight = 0;
    for (int i = 0; i < calls.size(); i++) {
      boolean name = i < reply.calls().size() && sameName(calls.get(i), reply.calls().get(i));
      boolean arguments =
          i < reply.calls().size()
              && same(calls.get(i).arguments(), reply.calls().get(i).arguments());
      count(Measure.NAME, name);
      count(Measure.ARGUMENTS, arguments);
      allRight += name && arguments ? 1 : 0;
    }
    boolean right = allRight == calls.size() && calls.size() == reply.calls().size();
    if (calls.size() > 1) {
      count(Measure.PARALLEL, right);
    }
    return decided && right;
  }

  /** Of the accepted lists of calls, in any order each, the one of which most is right. */
  private static List<ExpectedReply.Call> nearest(
      List<List<ExpectedReply.Call>> accepted, List<Reply.Call> made) {
    List<ExpectedReply.Call> nearest = accepted.getFirst();
    int most = -1;
    for (List<ExpectedReply.Call> calls : accepted) {
      List<ExpectedReply.Call> ordered = inOrderOf(made, calls);
      int same = 0;
      for (int i = 0; i < Math.min(ordered.size(), made.size()); i++) {
        same += sameName(ordered.get(i), made.get(i)) ? 1 : 0;
        same += same(ordered.get(i).arguments(), made.get(i).arguments()) ? 1 : 0;
      }
      if (same > most) {
        nearest = ordered;
        most = same;
      }
    }
    return nearest;
  }

  /** Puts each call that was made as wanted in its place among those that were made. */
  private static List<ExpectedReply.Call> inOrderOf(
      List<Reply.Call> made, List<ExpectedReply.Call> wanted) {
    List<ExpectedReply.Call> left = new ArrayList<>(wanted);
    List<ExpectedReply.Call> ordered = new ArrayList<>();
    for (Reply.Call call : made) {
      left.stream()
          .filter(w -> sameName(w, call) && same(w.arguments(), call.arguments()))
          .findFirst()
          .or(() -> left.stream().findFirst())
          .ifPresent(
              found -> {
                left.remove(found);
                ordered.add(found);
              });
    }
    ordered.addAll(left);
    return ordered;
  }

  private static boolean sameName(ExpectedReply.Call wanted, Reply.Call made) {
    return wanted.name().equals(made.name());
  }

  /** Equal as JSON values; numbers by value. */
  private static boolean same(JsonNode a, JsonNode b) {
    return a.equals(
        (x, y) -> x.isNumber() && y.isNumber() ? x.decimalValue().compareTo(y.decimalValue()) : 1,
        b);
  }

  private void count(Measure measure, boolean hit) {
    rates.merge(measure, new Rate(0, 0).plus(hit), (old, _) -> old.plus(hit));
  }

  /** Percentage of right ones; 100 where nothing was counted. */
  double percent(Measure measure) {
    Rate rate = rates.getOrDefault(measure, new Rate(1, 1));
    return 100.0 * rate.right() / rate.of();
  }

  /** The requests with a wrong reply, and the replies. */
  List<String> wrong() {
    return List.copyOf(wrong);
  }

  /** A Markdown table. */
  String table() {
    StringBuilder table = new StringBuilder("| measure | right | of | % |\n|---|---|---|---|\n");
    rates.forEach(
        (measure, rate) ->
            table.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %.1f |%n",
                    measure.name().toLowerCase(Locale.ROOT),
                    rate.right(),
                    rate.of(),
                    percent(measure))));
    return table.toString();
  }
}
