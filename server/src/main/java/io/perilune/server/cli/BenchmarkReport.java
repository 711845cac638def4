package io.perilune.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perilune.inference.benchmark.BenchmarkPlan;
import io.perilune.inference.benchmark.ModelBenchmark;
import io.perilune.inference.benchmark.Speed;
import java.util.Locale;

/** What was measured with what, for readers and for programs. */
record BenchmarkReport(
    String file, String kernels, int threads, BenchmarkPlan plan, ModelBenchmark.Result result) {

  String text() {
    StringBuilder text = new StringBuilder();
    text.append(file)
        .append(", ")
        .append(kernels)
        .append(", ")
        .append(threads)
        .append(threads == 1 ? " thread" : " threads")
        .append(", at depth ")
        .append(plan.depth());
    String decode = plan.streams() == 1 ? "generate" : "generate, " + plan.streams() + " streams,";
    result.prefill().ifPresent(speed -> line(text, "prompt", plan.promptTokens(), speed));
    result.decode().ifPresent(speed -> line(text, decode, plan.generatedTokens(), speed));
    return text.toString();
  }

  private static void line(StringBuilder text, String what, int tokens, Speed speed) {
    text.append(
        String.format(
            Locale.ROOT,
            "%n  %s %d: %.2f tokens/s (%.2f to %.2f)",
            what,
            tokens,
            speed.median(),
            speed.least(),
            speed.most()));
  }

  String json() throws JsonProcessingException {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    all.put("model", file)
        .put("kernels", kernels)
        .put("threads", threads)
        .put("prompt_tokens", plan.promptTokens())
        .put("generated_tokens", plan.generatedTokens())
        .put("depth", plan.depth())
        .put("streams", plan.streams())
        .put("chunk", plan.chunk())
        .put("repetitions", plan.repetitions())
        .put("kv_cache_type", plan.precision().name());
    result.prefill().ifPresent(speed -> put(all, "prefill_tokens_per_s", speed));
    result.decode().ifPresent(speed -> put(all, "decode_tokens_per_s", speed));
    return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(all);
  }

  private static void put(ObjectNode all, String name, Speed speed) {
    all.put(name, speed.median());
    all.put(name + "_min", speed.least());
    all.put(name + "_max", speed.most());
  }
}
