package io.perilune.server.cli;

import io.perilune.server.verify.ChatSender;
import io.perilune.server.verify.Endpoint;
import io.perilune.server.verify.RequestSettings;
import io.perilune.server.verify.ResultLog;
import io.perilune.server.verify.RetryPolicy;
import io.perilune.server.verify.Sample;
import io.perilune.server.verify.SampleReader;
import io.perilune.server.verify.Summary;
import io.perilune.server.verify.Verification;
import io.perilune.server.verify.VerificationException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code perilune verify}: measures how well a server calls tools. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Sends recorded requests to a server and measures how well it calls tools: whether it",
      "calls where it should, and whether its calls are valid against the tools' schemas.",
      "Files and figures are those of Moonshot's K2 Vendor Verifier."
    },
    footer = {
      "",
      "The exit status is 0; 1 if the run or a --min option fails; 2 for wrong options.",
      "A run that was ended with Ctrl-C goes on with --resume.",
      "",
      "Examples:",
      "  perilune verify                       built-in requests, a server on this machine",
      "  perilune verify samples.jsonl --base-url https://api.example.com/v1 --model kimi-k2 \\",
      "      --labels official-results.jsonl --out run1",
      "  perilune verify --min-schema-accuracy 1 --min-trigger-f1 0.95   for build servers"
    })
@RegisterForReflection
public final class VerifyCommand implements Callable<Integer> {
  private static final int FAILURE = 1;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = {
        "Requests, one JSON object a line; or the results of an earlier run, whose finish",
        "reasons are the labels. Default: 240 labelled requests that are built in."
      })
  private Path file;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "Results of a trusted server for the same requests: when to call tools.")
  private Path labels;

  @Option(
      names = "--base-url",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8080/v1",
      description = "The server. Default: http://127.0.0.1:8080/v1.")
  private String baseUrl;

  @Option(
      names = "--api-key",
      paramLabel = "KEY",
      defaultValue = "${env:OPENAI_API_KEY}",
      description = {
        "The key to the server. Better, since other users of the machine can see command",
        "lines: the environment variable OPENAI_API_KEY."
      })
  private String apiKey;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "The model to ask for. Default: the first that the server lists.")
  private String model;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      defaultValue = "5",
      description = "Requests under way at the same time. Default: 5.")
  private Integer concurrency;

  @Option(
      names = "--temperature",
      paramLabel = "N",
      description = "The temperature of all requests. Default: what each says.")
  private Double temperature;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description = "The most tokens of an answer. Default: what each request says.")
  private Integer maxTokens;

  @Option(
      names = "--stream",
      negatable = true,
      description = "Ask for streams, or not. Default: what each request says.")
  private Boolean stream;

  @Option(
      names = "--extra-body",
      paramLabel = "JSON",
      description = "An object with further fields for all requests.")
  private String extraBody;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description = "The most time for one answer. Default: 600.")
  private Integer timeout;

  @Option(
      names = "--retries",
      paramLabel = "N",
      defaultValue = "3",
      description = {
        "How often a request is sent again if there is no connection or the server is busy",
        "or failing (status 408, 409, 429, 5xx). Default: 3."
      })
  private Integer retries;

  @Option(names = "--limit", paramLabel = "N", description = "Send the first N requests only.")
  private Integer limit;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write results.jsonl, as answers come in, and summary.json.")
  private Path out;

  @Option(
      names = "--resume",
      description = "Go on with the run in --out: send what has no answer there yet.")
  private boolean resume;

  @Mixin private FileCommand.Overwrite overwrite;

  @Option(
      names = "--min-schema-accuracy",
      paramLabel = "SHARE",
      description = "Fail if a smaller share (0 to 1) of answers with calls is valid.")
  private Double minSchemaAccuracy;

  @Option(
      names = "--min-trigger-f1",
      paramLabel = "SHARE",
      description = "Fail if the F1 of calling where the labels call is smaller (0 to 1).")
  private Double minTriggerF1;

  private VerifyCommand() {}

  @Override
  public Integer call() {
    checkOptions();
    try {
      Summary summary = run();
      new VerificationText(spec.commandLine().getOut()).print(summary);
      return passes(summary) ? 0 : FAILURE;
    } catch (VerificationException e) {
      return fail(e.getMessage());
    } catch (IOException e) {
      return fail("The results cannot be written to " + out + ": " + e.getMessage() + ".");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return fail("The verification was interrupted; go on with --resume.");
    }
  }

  private void checkOptions() {
    OptionRange.require(spec, "--concurrency", concurrency, 1, 256);
    OptionRange.require(spec, "--temperature", temperature, 0, 2);
    OptionRange.require(spec, "--max-tokens", maxTokens, 1, Integer.MAX_VALUE);
    OptionRange.require(spec, "--timeout", timeout, 1, 86_400);
    OptionRange.require(spec, "--retries", retries, 0, 20);
    OptionRange.require(spec, "--limit", limit, 1, Integer.MAX_VALUE);
    OptionRange.require(spec, "--min-schema-accuracy", minSchemaAccuracy, 0, 1);
    OptionRange.require(spec, "--min-trigger-f1", minTriggerF1, 0, 1);
    if (resume && out == null) {
      throw new ParameterException(
          spec.commandLine(), "--resume needs --out, the folder of the run to go on with");
    }
  }

  private Summary run() throws IOException, InterruptedException {
    Endpoint endpoint = Endpoint.of(baseUrl, apiKey);
    List<Sample> samples = samples();
    PrintWriter err = spec.commandLine().getErr();
    try (ChatSender sender =
            new ChatSender(endpoint, Duration.ofSeconds(timeout), RetryPolicy.of(retries));
        ResultLog log = log()) {
      String asked = model == null ? sender.firstModel() : model;
      RequestSettings settings =
          new RequestSettings(
              asked, temperature, maxTokens, stream, RequestSettings.extra(extraBody));
      err.println(
          "Sending "
              + samples.size()
              + " requests for "
              + TerminalText.shown(asked)
              + " to "
              + endpoint
              + ".");
      ProgressBar bar = new ProgressBar(err);
      return new Verification(sender, settings, concurrency)
          .run(
              samples,
              Optional.ofNullable(log),
              (done, all, failed) ->
                  bar.show(done, all, () -> done + " of " + all + ", " + failed + " failed"));
    }
  }

  private List<Sample> samples() {
    List<Sample> samples = file == null ? SampleReader.builtIn() : SampleReader.read(file);
    if (limit != null && limit < samples.size()) {
      samples = samples.subList(0, limit);
    }
    return labels == null ? samples : SampleReader.labelled(samples, labels);
  }

  /** Null where nothing is written. */
  private ResultLog log() throws IOException {
    if (out == null) {
      return null;
    }
    return resume ? ResultLog.resume(out) : ResultLog.create(out, overwrite.allowed());
  }

  /** A share that does not exist is not large enough; nor do the answers count that are missing. */
  private boolean passes(Summary summary) {
    if (summary.successes() == 0) {
      fail("No request was answered.");
      return false;
    }
    boolean wanted = minSchemaAccuracy != null || minTriggerF1 != null;
    if (wanted && summary.failed() > 0) {
      fail(summary.failed() + " requests failed; send them again with --resume.");
      return false;
    }
    return reaches("--min-schema-accuracy", minSchemaAccuracy, summary.schemaAccuracy())
        & reaches("--min-trigger-f1", minTriggerF1, summary.trigger().f1());
  }

  private boolean reaches(String option, Double least, OptionalDouble value) {
    if (least == null || value.isPresent() && value.getAsDouble() >= least) {
      return true;
    }
    String found = value.isPresent() ? "is " + value.getAsDouble() : "does not exist";
    fail("The share " + found + "; " + option + " asks for " + least + ".");
    return false;
  }

  private int fail(String sentence) {
    spec.commandLine().getErr().println("perilune: " + sentence);
    return FAILURE;
  }
}
