package io.perilune.server.cli;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say who may use the server. */
@RegisterForReflection
final class AccessOptions {
  private static final int BODY_MB_MAX = 1024;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--api-key",
      paramLabel = "KEY[,KEY...]",
      description = {
        "Answer only clients that send one of these keys. Other users of this machine can see",
        "options: PERILUNE_API_KEY or --api-key-file keep a key to yourself."
      })
  private String apiKey;

  @Option(
      names = "--api-key-file",
      paramLabel = "FILE",
      description = "The same, with the keys in a file, a key a line.")
  private Path apiKeyFile;

  @Option(
      names = "--insecure-no-key",
      description = "Let other machines in (--host) although no key is set.")
  private boolean insecureNoKey;

  @Option(
      names = "--allowed-hosts",
      paramLabel = "NAME[,NAME...]",
      description = {
        "Names under which clients may address the server, beside localhost and addresses.",
        "With a key, every name is allowed."
      })
  private String allowedHosts;

  @Option(
      names = "--allowed-origins",
      paramLabel = "ORIGIN[,ORIGIN...]",
      description = "Web pages that may use the server, as https://example.org:8443.")
  private String allowedOrigins;

  @Option(
      names = "--max-body-mb",
      paramLabel = "N",
      description = "The largest request body, in MiB. Default: 64.")
  private Integer maxBodyMb;

  private AccessOptions() {}

  /** Refuses values out of range. */
  void check() {
    OptionRange.require(spec, "--max-body-mb", maxBodyMb, 1, BODY_MB_MAX);
  }

  /** The settings that the options given stand for. */
  Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("perilune.api-key", apiKey);
    settings.put("perilune.api-key-file", apiKeyFile);
    settings.put("perilune.insecure-no-key", insecureNoKey ? true : null);
    settings.put("perilune.allowed-hosts", allowedHosts);
    settings.put("perilune.allowed-origins", allowedOrigins);
    settings.put("quarkus.http.limits.max-body-size", maxBodyMb == null ? null : maxBodyMb + "M");
    return settings;
  }
}
