package io.perilune.toolcall.kimi;

import io.perilune.toolcall.ModelDescriptor;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolCallFormat;
import io.perilune.toolcall.ToolCallParser;

/** The tool-call format of Kimi-K2. */
public final class KimiFormat implements ToolCallFormat {
  /** For the service loader. */
  public KimiFormat() {}

  @Override
  public String id() {
    return "kimi";
  }

  @Override
  public int score(ModelDescriptor model) {
    return model.hasControlToken().test("<|tool_calls_section_begin|>") ? 100 : 0;
  }

  @Override
  public ToolCallParser newParser(ParseContext context) {
    throw new UnsupportedOperationException();
  }
}
