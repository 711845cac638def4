package io.perilune.server.cli;

import io.perilune.gguf.GgufFile;
import io.perilune.gguf.GgufValue;
import io.perilune.gguf.TensorInfo;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;

/** Shows an inspection to people. Text from the file is shown without what steers terminals. */
final class InspectionText {
  /** Elements of an array that are shown. */
  private static final int ELEMENTS = 5;

  private final PrintWriter out;

  InspectionText(PrintWriter out) {
    this.out = out;
  }

  void print(GgufFile file, Inspection inspection) {
    line("file", "%s, %s", parts(file), new ByteSize(file.size()));
    line("model", "%s", TerminalText.shown(model(file)));
    line(
        "weights",
        "%,d in %d tensors, %.2f bits per weight",
        inspection.elements(),
        file.tensors().size(),
        inspection.bitsPerWeight());
    line("memory", "%s for the weights", new ByteSize(inspection.weightBytes()));
    switch (inspection.cache()) {
      case Inspection.Cache.Known cache ->
          line(
              "",
              "%,d bytes of KV cache (F16) per token; %s for the full context of %,d tokens",
              cache.bytesPerToken(),
              new ByteSize(cache.fullBytes()),
              cache.contextLength());
      case Inspection.Cache.Unknown(String problem) -> line("", "cannot be served: %s", problem);
    }
    out.println();
    printTypes(inspection);
    out.println();
    for (String key : file.metadata().keys()) {
      out.println(
          "  " + TerminalText.shown(key) + " = " + text(file.value(key, ELEMENTS).orElseThrow()));
    }
    out.println();
    for (TensorInfo tensor : file.tensors()) {
      out.printf(
          "  %-40s %-8s %-22s %s%n",
          tensor.name(), tensor.type(), tensor.shapeText(), new ByteSize(tensor.bytes()));
    }
    out.flush();
  }

  /** A line for each type of tensors. */
  void printTypes(Inspection inspection) {
    for (Inspection.TypeShare share : inspection.types()) {
      out.printf(
          Locale.ROOT,
          "  %-8s %6d tensors  %12s  %5.1f %%  %6.3f bits per weight%n",
          share.type(),
          share.tensors(),
          new ByteSize(share.bytes()),
          100.0 * share.bytes() / inspection.weightBytes(),
          share.bitsPerWeight());
    }
  }

  private void line(String title, String format, Object... values) {
    out.printf(Locale.ROOT, "%-9s" + format + "%n", withFirst(title, values));
  }

  private static Object[] withFirst(Object first, Object[] others) {
    Object[] all = new Object[others.length + 1];
    all[0] = first;
    System.arraycopy(others, 0, all, 1, others.length);
    return all;
  }

  private static String parts(GgufFile file) {
    int parts = file.partNames().size();
    return TerminalText.shown(file.name())
        + (parts == 1 ? "" : " and " + (parts - 1) + " more parts");
  }

  private static String model(GgufFile file) {
    String architecture = file.metadata().string("general.architecture").orElse("unknown");
    return file.metadata().string("general.name").map(name -> name + ", ").orElse("")
        + "architecture "
        + architecture;
  }

  private static String text(GgufValue value) {
    return switch (value) {
      case GgufValue.Text(String text) -> '"' + TerminalText.shown(text) + '"';
      case GgufValue.Unreadable(String problem) -> "(" + problem + ")";
      case GgufValue.Bool(boolean truth) -> Boolean.toString(truth);
      case GgufValue.Int(var type, long number) -> Long.toString(number);
      case GgufValue.Real(var type, double number) -> Float.toString((float) number);
      case GgufValue.Array(var element, long count, var first) ->
          first.stream()
                  .map(InspectionText::text)
                  .collect(Collectors.joining(", ", "[", count > first.size() ? ", ...]" : "]"))
              + (count > first.size() ? " " + count + " of type " + element : "");
    };
  }
}
