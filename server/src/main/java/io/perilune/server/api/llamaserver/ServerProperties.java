package io.perilune.server.api.llamaserver;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.perilune.server.chat.ServedModel;
import io.perilune.server.plugin.LeftOut;
import io.perilune.server.plugin.PluginJar;
import io.perilune.server.plugin.Provided;
import io.perilune.toolcall.SpiVersion;
import io.perilune.toolcall.ToolCallFormat;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * The answer of {@code GET /props}.
 *
 * @param modelAlias the name that answers carry
 * @param contextLength the most tokens of prompt and answer together
 * @param chatTemplate the source of the chat template in use
 * @param toolCallFormats the formats of tool calls at hand
 * @param spiVersion the version of the interface for which plug-ins must be built
 * @param leftOut plug-ins that are not used
 */
@RegisterForReflection
public record ServerProperties(
    @JsonProperty("model_alias") String modelAlias,
    @JsonProperty("n_ctx") int contextLength,
    @JsonProperty("chat_template") String chatTemplate,
    @JsonProperty("tool_call_formats") List<Format> toolCallFormats,
    @JsonProperty("tool_call_spi_version") int spiVersion,
    @JsonProperty("plugins_left_out") List<Unused> leftOut) {
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

  static ServerProperties of(ServedModel model) {
    return new ServerProperties(
        model.name(),
        model.contextLength(),
        model.templates().main().source(),
        model.extensions().formats().stream().map(format -> Format.of(format, model)).toList(),
        SpiVersion.CURRENT,
        model.extensions().leftOut().stream().map(Unused::of).toList());
  }
}
