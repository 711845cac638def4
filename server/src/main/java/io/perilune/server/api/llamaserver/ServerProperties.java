package io.perilune.server.api.llamaserver;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.perilune.server.chat.ServedModel;
import io.perilune.server.plugin.PluginJar;
import io.perilune.server.plugin.Provided;
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
 */
@RegisterForReflection
public record ServerProperties(
    @JsonProperty("model_alias") String modelAlias,
    @JsonProperty("n_ctx") int contextLength,
    @JsonProperty("chat_template") String chatTemplate,
    @JsonProperty("tool_call_formats") List<Format> toolCallFormats) {
  /**
   * A format of tool calls.
   *
   * @param id its name
   * @param active whether the model uses it
   * @param version the plug-in's version; absent for built-in formats, as the next two
   * @param jar the plug-in's file name
   * @param sha256 the SHA-256 of that file
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Format(String id, boolean active, String version, String jar, String sha256) {
    static Format of(Provided<ToolCallFormat> format, ServedModel model) {
      String id = format.service().id();
      PluginJar jar = format.jar().orElse(null);
      return new Format(
          id,
          id.equals(model.format().id()),
          jar == null ? null : jar.version(),
          jar == null ? null : jar.fileName(),
          jar == null ? null : jar.sha256());
    }
  }

  static ServerProperties of(ServedModel model) {
    return new ServerProperties(
        model.name(),
        model.contextLength(),
        model.templates().main().source(),
        model.formats().stream().map(format -> Format.of(format, model)).toList());
  }
}
