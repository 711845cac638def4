package io.perilune.server.cli;

import io.perilune.server.verify.Summary;
import io.perilune.server.verify.TriggerScore;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Shows the figures of a verification to people. */
final class VerificationText {
  private static final int EXAMPLE_CHARACTERS = 300;
  private static final double MILLIS = 1_000;

  private final PrintWriter out;

  VerificationText(PrintWriter out) {
    this.out = out;
  }

  void print(Summary summary) {
    out.println();
    line("model", TerminalText.shown(summary.model()));
    line("requests", summary.successes() + " answered, " + summary.failed() + " failed");
    line("finish reasons", counts(summary.finishReasons()));
    trigger(summary.trigger());
    line(
        "schema accuracy",
        percent(summary.schemaAccuracy())
            + "   "
            + summary.validCallAnswers()
            + " of "
            + summary.callAnswers()
            + " answers with tool calls are valid");
    line(
        "latency",
        seconds(summary.latencyP50()) + " median, " + seconds(summary.latencyP95()) + " at 95 %");
    examples("invalid calls", summary.callFaults(), summary.faultExamples());
    examples("failed requests", summary.failures(), summary.failureExamples());
    out.flush();
  }

  private void trigger(TriggerScore score) {
    if (score.compared() == 0) {
      line("call trigger F1", "unknown without labels (--labels)");
      return;
    }
    line(
        "call trigger F1",
        percent(score.f1())
            + "   precision "
            + percent(score.precision())
            + ", recall "
            + percent(score.recall()));
    line(
        "",
        String.format(
            "TP %d, FP %d, FN %d, TN %d",
            score.truePositives(),
            score.falsePositives(),
            score.falseNegatives(),
            score.trueNegatives()));
  }

  private void examples(String title, Map<String, Integer> counts, List<String> examples) {
    if (counts.isEmpty()) {
      return;
    }
    line(title, counts(counts));
    examples.forEach(text -> out.println("  " + TerminalText.visible(text, EXAMPLE_CHARACTERS)));
  }

  private void line(String title, String text) {
    out.printf("%-17s%s%n", title, text);
  }

  private static String counts(Map<String, Integer> counts) {
    return counts.isEmpty()
        ? "none"
        : counts.entrySet().stream()
            .map(e -> TerminalText.shown(e.getKey()) + " " + e.getValue())
            .collect(Collectors.joining(", "));
  }

  private static String percent(OptionalDouble share) {
    return share.isPresent()
        ? String.format(Locale.ROOT, "%.2f %%", 100 * share.getAsDouble())
        : "none";
  }

  private static String seconds(OptionalLong millis) {
    return millis.isPresent()
        ? String.format(Locale.ROOT, "%.2f s", millis.getAsLong() / MILLIS)
        : "none";
  }
}
