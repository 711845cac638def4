package io.perilune.toolcall.hermes;

import io.perilune.toolcall.ToolCallFormat;
import io.perilune.toolcall.testkit.ToolCallCase;
import io.perilune.toolcall.testkit.ToolCallFormatContract;
import java.io.IOException;
import java.util.List;

class HermesContractTest extends ToolCallFormatContract {
  @Override
  protected ToolCallFormat format() {
    return new HermesFormat();
  }

  @Override
  protected List<ToolCallCase> cases() throws IOException {
    return ToolCallCase.readResource(HermesContractTest.class, "cases.jsonl");
  }

  @Override
  protected List<String> controlTokens() {
    return List.of("<|im_end|>", "<|im_start|>", "<|endoftext|>");
  }

  @Override
  protected String call(String tool, String arguments) {
    return "<tool_call>\n{\"name\": \""
        + tool
        + "\", \"arguments\": "
        + arguments
        + "}\n</tool_call>\n";
  }

  @Override
  protected List<String> fragments() {
    return List.of(
        "<tool_call>",
        "</tool_call>",
        "<tool_response>",
        "<function=",
        "<function=read_file>",
        "<function=other>",
        "</function>",
        "<parameter=path>",
        "</parameter>",
        "<|im_",
        "<tool_call>\n{\"arguments\": {\"path\": \"b\"}, \"name\": \"read_file\"}");
  }
}
