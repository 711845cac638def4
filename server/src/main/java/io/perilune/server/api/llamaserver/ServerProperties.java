package io.perilune.server.api.llamaserver;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.perilune.server.chat.ServedModel;
import io.perilune.server.config.BuildVersion;
import io.perilune.server.config.PeriluneConfig;
import io.perilune.server.plugin.LeftOut;
import io.perilune.server.plugin.PluginJar;
import io.perilune.server.plugin.Provided;
import io.perilune.toolcall.SpiVersion;
import io.perilune.toolcall.ToolCallFormat;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;

/**
 * The answer of {@code GET /props}.
 *
 * @param defaults what applies to requests that say nothing
 * @param totalSlots generations that run at the same time
 * @param modelAlias the name that answers carry
 * @param modelPath the name of the model's file, without its folder; the alias where there is none
 * @param contextLength the most tokens of prompt and answer together
 * @param chatTemplate the source of the chat template in use
 * @param beginToken the name of the beginning-of-sequence token, or an empty text
 * @param endToken the name of the end-of-sequence token, or an empty text
 * @param modalities what prompts may hold beside text
 * @param buildInfo the program and its version
 * @param toolCallFormats the formats of tool calls at hand
 * @param spiVersion the version of the interface for which plug-ins must be built
 * @param leftOut plug-ins that are not used
 */
@RegisterForReflection
public record ServerProperties(
    @JsonProperty("default_generation_settings") Defaults defaults,
    @JsonProperty("total_slots") int totalSlots,
    @JsonProperty("model_alias") String modelAlias,
    @JsonProperty("model_path") String modelPath,
    @JsonProperty("n_ctx") int contextLength,
    @JsonProperty("chat_template") String chatTemplate,
    @JsonProperty("bos_token") String beginToken,
    @JsonProperty("eos_token") String endToken,
    Modalities modalities,
    @JsonProperty("build_info") String buildInfo,
    @JsonProperty("tool_call_formats") List<Format> toolCallFormats,
    @JsonProperty("tool_call_spi_version") int spiVersion,
    @JsonProperty("plugins_left_out") List<Unused> leftOut) {
  /**
   * What applies to requests that say nothing.
   *
   * @param contextLength the most tokens of prompt and answer together
   * @param params see {@link GenerationSettings}
   */
  @RegisterForReflection
  public record Defaults(@JsonProperty("n_ctx") int contextLength, Map<String, Object> params) {}

  /** What prompts may hold beside text. */
  @RegisterForReflection
  public record Modalities(boolean vision, boolean audio) {}

  /**
   * A format of tool calls.
   *
   * @param id its name
   * @param active whether the model uses it
   * @param version the plug-in's version; absent for built-in formats, as all that follows
   * @param spiVersion the version of the interface that the plug-in was built for
   * @param jar the plug-in's file name
   * @param sha256 the SHA-256 of that file
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Format(
      String id,
      boolean active,
      String version,
      @JsonProperty("spi_version") Integer spiVersion,
      String jar,
      String sha256) {
    static Format of(Provided<ToolCallFormat> format, ServedModel model) {
      String id = format.service().id();
      PluginJar jar = format.jar().orElse(null);
      return new Format(
          id,
          id.equals(model.format().id()),
          jar == null ? null : jar.version(),
          jar == null ? null : jar.spiVersion(),
          jar == null ? null : jar.fileName(),
          jar == null ? null : jar.sha256());
    }
  }

  /**
   * A plug-in that is not used.
   *
   * @param jar its file name
   * @param reason why, and what to do
   */
  @RegisterForReflection
  public record Unused(String jar, String reason) {
    static Unused of(LeftOut leftOut) {
      return new Unused(leftOut.origin(), leftOut.reason());
    }
  }

  static ServerProperties of(ServedModel model, PeriluneConfig config) {
    return new ServerProperties(
        new Defaults(model.contextLength(), GenerationSettings.defaults(model)),
        config.parallel(),
        model.name(),
        config.model().map(path -> path.getFileName().toString()).orElse(model.name()),
        model.contextLength(),
        model.templates().main().source(),
        model.tokenizer().beginOfSequenceText(),
        model.tokenizer().endOfSequenceText(),
        new Modalities(false, false),
        "perilune " + BuildVersion.text(),
        model.extensions().formats().stream().map(format -> Format.of(format, model)).toList(),
        SpiVersion.CURRENT,
        model.extensions().leftOut().stream().map(Unused::of).toList());
  }
}
