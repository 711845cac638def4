package io.perilune.server.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The settings. Each is also a command-line option of {@code perilune serve}, a line of
 * application.properties and an environment variable ({@code perilune.ctx-size} is {@code
 * PERILUNE_CTX_SIZE}).
 */
@ConfigMapping(prefix = "perilune")
public interface PeriluneConfig {
  /** What generates: the local model, or a script that replays given answers. */
  @WithDefault("local")
  EngineKind engine();

  /** The model file (GGUF; of a split model, its first part). Absent: the embedded demo model. */
  Optional<Path> model();

  /** Whether the model's weights stay in the mapped file; otherwise they are copied into memory. */
  @WithDefault("true")
  boolean mmap();

  /** The JSON file of the scripted engine. */
  Optional<Path> script();

  /** The names under which clients know the model; the first is the one answers carry. */
  Optional<List<String>> alias();

  /** Whether the model also answers to names that clients of the large services insist on. */
  @WithDefault("false")
  boolean aliasAny();

  /** The most tokens of prompt and answer together. Absent: what model and memory allow. */
  OptionalInt ctxSize();

  /** Threads that compute. Absent: one for each core. */
  OptionalInt threads();

  /** How keys and values are kept in memory. */
  @WithDefault("f16")
  CacheType kvCacheType();

  /**
   * Where the computed beginnings of prompts are kept from one run to the next. Absent: nowhere.
   */
  Optional<Path> prefixCacheFile();

  /** Generations that run at the same time. */
  @WithDefault("4")
  int parallel();

  /** Seconds from a request to the end of its answer, after which it is cut. Absent: no limit. */
  OptionalInt requestTimeout();

  /** Generations that may wait for their turn; more are refused. */
  @WithDefault("64")
  int queue();

  /** The most tokens of an answer that are guessed ahead; 0 for none. */
  @WithDefault("8")
  int draftMax();

  /**
   * The chat template: the name of a variant in the model file or of a built-in one, or Jinja
   * source.
   */
  Optional<String> chatTemplate();

  /** A Jinja file that replaces the model's own chat template. */
  Optional<Path> chatTemplateFile();

  /**
   * Whether chat templates may call only what the reference has: without {@code list.append},
   * {@code list.pop} and the filter {@code from_json}.
   */
  @WithDefault("false")
  boolean chatTemplateStrict();

  /** The id of the model's tool-call format. Absent: found out. */
  Optional<String> toolCallFormat();

  /** A folder of jars with further tool-call formats and chat templates. Absent: none. */
  Optional<Path> plugins();

  /**
   * Whether calls that the model makes of its own accord are held to the tools' names and schemas.
   * Calls that a request demands always are.
   */
  @WithDefault("true")
  boolean constrainAuto();

  /** Keys of which a client must send one. Absent: none is asked for. */
  Optional<List<String>> apiKey();

  /** A file with further keys, a key a line. */
  Optional<Path> apiKeyFile();

  /** Whether the server may listen for other machines without a key. */
  @WithDefault("false")
  boolean insecureNoKey();

  /** Names under which the server may be addressed without a key, beside localhost. */
  Optional<List<String>> allowedHosts();

  /** Origins of web pages that may use the server, as https://name:port. */
  Optional<List<String>> allowedOrigins();

  /** Sampling where a request does not say. */
  Sampling sampling();

  /** Streaming. */
  Stream stream();

  /** What generates. */
  enum EngineKind {
    LOCAL,
    SCRIPTED
  }

  /** How keys and values are kept: the memory for a token, and how exact they stay. */
  enum CacheType {
    F16,
    Q8_0,
    F32
  }

  /**
   * Values that stand in for those that a request does not give; named as in requests, and with the
   * same ranges.
   */
  interface Sampling {
    OptionalDouble temperature();

    OptionalDouble dynatempRange();

    OptionalDouble dynatempExponent();

    OptionalInt topK();

    OptionalDouble topP();

    OptionalDouble minP();

    OptionalDouble typicalP();

    OptionalDouble topNSigma();

    OptionalDouble xtcProbability();

    OptionalDouble xtcThreshold();

    OptionalInt minKeep();

    OptionalDouble repeatPenalty();

    OptionalInt repeatLastN();

    OptionalDouble presencePenalty();

    OptionalDouble frequencyPenalty();

    OptionalDouble dryMultiplier();

    OptionalDouble dryBase();

    OptionalInt dryAllowedLength();

    OptionalInt dryPenaltyLastN();

    OptionalInt mirostat();

    OptionalDouble mirostatTau();

    OptionalDouble mirostatEta();

    OptionalLong seed();

    /** The stages in order, by their names in requests. */
    Optional<List<String>> samplers();
  }

  /** How answers are streamed. */
  interface Stream {
    /** The longest silence on a stream; clients give up on a silent one. */
    @WithDefault("10s")
    Duration heartbeat();

    /** How long a client may take to read what is waiting for it before it is cut off. */
    @WithDefault("30s")
    Duration stallLimit();
  }
}
