package io.perilune.server.cli;

import io.perilune.inference.engine.EngineOptions;
import io.perilune.server.config.PeriluneConfig;
import io.perilune.server.engine.ModelFile;
import io.perilune.server.engine.ModelLoadException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code perilune serve}: turns options into settings and starts the server. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = "Loads a model and serves it over HTTP.",
    footer = {
      "",
      "Each option is also a setting (perilune.ctx-size=8192 in the file",
      "config/application.properties) and an environment variable",
      "(PERILUNE_CTX_SIZE=8192). Options win over variables, variables over files.",
      "Host and port are quarkus.http.host and quarkus.http.port there.",
      "",
      "Examples:",
      "  perilune serve                         the built-in demonstration model",
      "  perilune serve -m model.gguf -c 32768  a model, with 32,768 tokens of context",
      "  perilune serve -m kimi-00001-of-00009.gguf --alias kimi-k2   a split model"
    })
@RegisterForReflection
public final class ServeCommand implements Callable<Integer> {
  private static final int FAILURE = 1;
  private static final int SECONDS_PER_DAY = 86_400;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "FILE",
      defaultValue = "${env:PERILUNE_MODEL}",
      description = {
        "The model: a GGUF file; of a split model, any part.",
        "Without it: a very small demonstration model that is built in."
      })
  private Path model;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "The address to listen on. Default: 127.0.0.1, this machine only.")
  private String host;

  @Option(names = "--port", paramLabel = "N", description = "The port to listen on. Default: 8080.")
  private Integer port;

  @Mixin private AccessOptions accessOptions;

  @Option(
      names = {"-c", "--ctx-size"},
      paramLabel = "N",
      description = {
        "The most tokens of a prompt and its answer together.",
        "Default (and 0): what the model was made for, if it fits in a quarter of free memory."
      })
  private Integer contextSize;

  @Option(
      names = "--kv-cache-type",
      paramLabel = "TYPE",
      description = {
        "How keys and values are kept: f16, q8_0 (about half the memory, a little less exact; not",
        "for all models) or f32. Default: f16."
      })
  private PeriluneConfig.CacheType cacheType;

  @Option(
      names = "--prefix-cache-file",
      paramLabel = "FILE",
      description = {
        "Keep the computed beginnings of prompts in this file from one run to the next. Whoever",
        "can read it can read prompts."
      })
  private Path prefixCacheFile;

  @Option(
      names = {"-t", "--threads"},
      paramLabel = "N",
      description = "Threads that compute. Default: one for each core.")
  private Integer threads;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "Requests that are answered at the same time; others wait. Default: 4.")
  private Integer parallel;

  @Option(
      names = "--queue",
      paramLabel = "N",
      description = "Requests that may wait; others are refused. Default: 64.")
  private Integer queue;

  @Option(
      names = "--request-timeout",
      paramLabel = "S",
      description =
          "Seconds from a request to the end of its answer, after which it is cut. Default: none.")
  private Integer requestTimeout;

  @Option(
      names = "--draft-max",
      paramLabel = "N",
      description = {
        "Guess up to so many tokens of an answer from what the conversation repeats, and check"
            + " them",
        "in one step, where that pays; it changes answers by rounding at most. 0 for never."
            + " Default: 8."
      })
  private Integer draftMax;

  @Option(
      names = "--alias",
      paramLabel = "NAME[,NAME...]",
      description = "Names under which clients know the model. Default: the file's name.")
  private String alias;

  @Option(
      names = "--alias-any",
      description = {
        "Answer as well to every name that begins with claude- or gpt-, for clients that ask",
        "for such a model whatever they are told."
      })
  private boolean aliasAny;

  @Mixin private TemplateOptions templateOptions;

  @Mixin private SamplingCommandOptions sampling;

  @Option(
      names = "--no-mmap",
      description = {
        "Copy the model into memory instead of mapping its file: slower to start, but safe",
        "from whoever changes the file meanwhile."
      })
  private boolean noMmap;

  @Option(
      names = "--no-constrain-auto",
      description = {
        "Do not hold the calls that the model makes of its own accord (tool_choice auto) to the",
        "tools' names and schemas."
      })
  private boolean noConstrainAuto;

  @Option(
      names = "--script",
      paramLabel = "FILE",
      description = "Replay the answers in this JSON file instead of running a model.")
  private Path script;

  private ServeCommand() {}

  @Override
  public Integer call() {
    requireAddress(host);
    OptionRange.require(spec, "--port", port, 0, 65_535);
    accessOptions.check();
    OptionRange.require(spec, "--ctx-size", contextSize, 0, Integer.MAX_VALUE);
    OptionRange.require(spec, "--threads", threads, 1, 1_024);
    OptionRange.require(spec, "--parallel", parallel, 1, 256);
    OptionRange.require(spec, "--queue", queue, 1, 65_536);
    OptionRange.require(spec, "--request-timeout", requestTimeout, 1, SECONDS_PER_DAY);
    OptionRange.require(spec, "--draft-max", draftMax, 0, EngineOptions.DRAFT_LIMIT);
    if (script == null && model != null) {
      try {
        ModelFile.check(model);
      } catch (ModelLoadException e) {
        spec.commandLine().getErr().println("perilune: " + e.getMessage());
        return FAILURE;
      }
    }
    publishSettings();
    OrderlyExit exit = new OrderlyExit();
    exit.install();
    Quarkus.run(ServerRun.class, (status, cause) -> ended(exit, status, cause));
    return 0;
  }

  /** The server has ended, or could not start. */
  private void ended(OrderlyExit exit, int exitCode, Throwable cause) {
    if (cause != null) {
      spec.commandLine().getErr().println("perilune: " + StartProblem.of(cause));
    }
    exit.end(exitCode == 0 && cause != null ? FAILURE : exitCode);
  }

  private void requireAddress(String host) {
    try {
      InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new ParameterException(
          spec.commandLine(), "--host is " + host + "; it must be an address of this machine");
    }
  }

  /** System properties are the settings that win over all others. */
  private void publishSettings() {
    publish("perilune.model", model);
    publish("quarkus.http.host", host);
    publish("quarkus.http.port", port);
    accessOptions.settings().forEach(ServeCommand::publish);
    publish("perilune.ctx-size", contextSize == null || contextSize == 0 ? null : contextSize);
    publish("perilune.kv-cache-type", cacheType);
    publish("perilune.prefix-cache-file", prefixCacheFile);
    publish("perilune.threads", threads);
    publish("perilune.parallel", parallel);
    publish("perilune.queue", queue);
    publish("perilune.request-timeout", requestTimeout);
    publish("perilune.draft-max", draftMax);
    publish("perilune.alias", alias);
    publish("perilune.alias-any", aliasAny ? true : null);
    publish("perilune.chat-template", templateOptions.template());
    publish("perilune.chat-template-file", templateOptions.file());
    publish("perilune.chat-template-strict", templateOptions.strict() ? true : null);
    publish("perilune.tool-call-format", templateOptions.format());
    publish("perilune.plugins", templateOptions.plugins());
    sampling.settings().forEach((name, value) -> publish("perilune.sampling." + name, value));
    publish("perilune.mmap", noMmap ? false : null);
    publish("perilune.constrain-auto", noConstrainAuto ? false : null);
    publish("perilune.script", script);
    publish("perilune.engine", script == null ? null : "scripted");
  }

  private static void publish(String key, Object value) {
    if (value != null) {
      System.setProperty(key, value.toString());
    }
  }
}
