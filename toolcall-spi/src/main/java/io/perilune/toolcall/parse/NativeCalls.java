package io.perilune.toolcall.parse;

import io.perilune.toolcall.ToolDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls between markers, by what their headers say. */
final class NativeCalls {
  private final CallHeaders headers;
  private final NameInference inference;
  private final MessageWriter writer;

  NativeCalls(List<ToolDefinition> tools, CallHeaders headers, MessageWriter writer) {
    this.headers = headers;
    this.writer = writer;
    Map<String, SchemaTypes> schemas = new LinkedHashMap<>();
    for (ToolDefinition tool : tools) {
      schemas.put(tool.name(), new SchemaTypes(tool.parameters()));
    }
    inference = new NameInference(schemas);
  }

  /** The call with this header, whose arguments follow. */
  OpenCall open(String header) {
    String named = headers.split(header).name();
    Optional<String> name = headers.strict(named).or(() -> headers.unknown(named));
    return name.isPresent()
        ? OpenCall.named(writer, named, name.get(), CallBody.json())
        : OpenCall.unnamed(writer, named, inference, CallBody.json());
  }

  /**
   * Whether a header after which no object came is a call: one that names a tool beyond doubt, or
   * that has run into arguments of another kind.
   */
  boolean isComplete(String header) {
    CallHeaders.Split split = headers.split(header);
    return headers.strict(split.name()).isPresent()
        || !split.rest().isEmpty() && headers.unknown(split.name()).isPresent();
  }
}
