package io.perilune.server.cli;

import io.perilune.gguf.GgufFile;
import io.perilune.inference.quantise.QuantisePlan;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Tells what became of a model that was quantised. */
final class QuantizeSummary {
  /** Tensors of another type than planned that are named. */
  private static final int NAMED = 3;

  private static final double MILLIS_PER_SECOND = 1000;

  private final PrintWriter out;

  QuantizeSummary(PrintWriter out) {
    this.out = out;
  }

  void print(GgufFile source, GgufFile result, QuantisePlan plan, Duration time) {
    printFile("before", source);
    printFile("after", result);
    List<QuantisePlan.Step> fallbacks = plan.fallbacks();
    for (QuantisePlan.Step step : fallbacks.subList(0, Math.min(NAMED, fallbacks.size()))) {
      out.printf(
          Locale.ROOT,
          "%s has rows of %d weights, no multiple of %s's block of %d: it became %s.%n",
          step.tensor().name(),
          step.tensor().dimension(0),
          step.unfit().orElseThrow(),
          step.unfit().orElseThrow().type().blockSize(),
          step.target());
    }
    if (fallbacks.size() > NAMED) {
      out.println("So it is with " + (fallbacks.size() - NAMED) + " more.");
    }
    out.printf(
        Locale.ROOT, "Wrote %s in %.1f s.%n", result.name(), time.toMillis() / MILLIS_PER_SECOND);
    out.flush();
  }

  private void printFile(String title, GgufFile file) {
    Inspection inspection = Inspection.of(file);
    out.printf(
        Locale.ROOT,
        "%-7s %s, %.2f bits per weight%n",
        title,
        new ByteSize(file.size()),
        inspection.bitsPerWeight());
    new InspectionText(out).printTypes(inspection);
  }
}
