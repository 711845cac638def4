package org.example.toolcall;

import io.perilune.toolcall.ToolCallFormat;
import io.perilune.toolcall.testkit.ToolCallCase;
import io.perilune.toolcall.testkit.ToolCallFormatContract;
import java.io.IOException;
import java.util.List;

/** The compatibility kit, run with this format. */
class ExampleFormatTest extends ToolCallFormatContract {
  @Override
  protected ToolCallFormat format() {
    return new ExampleFormat();
  }

  @Override
  protected List<ToolCallCase> cases() throws IOException {
    return ToolCallCase.readResource(ExampleFormatTest.class, "cases.jsonl");
  }

  @Override
  protected List<String> controlTokens() {
    return List.of("<|call|>", "<|with|>", "<|done|>");
  }

  @Override
  protected String call(String tool, String arguments) {
    return "<|call|>" + tool + "<|with|>" + arguments + "<|done|>";
  }

  @Override
  protected List<String> fragments() {
    return List.of("<|call|>", "<|with|>", "<|done|>", "<|call|>read_file", "read_file<|with|>");
  }
}
