package io.perilune.toolcall.kimi;

import io.perilune.toolcall.ToolCallFormat;
import io.perilune.toolcall.testkit.ToolCallCase;
import io.perilune.toolcall.testkit.ToolCallFormatContract;
import java.io.IOException;
import java.util.List;

class KimiContractTest extends ToolCallFormatContract {
  @Override
  protected ToolCallFormat format() {
    return new KimiFormat();
  }

  @Override
  protected List<ToolCallCase> cases() throws IOException {
    return ToolCallCase.readResource(KimiContractTest.class, "cases.jsonl");
  }

  @Override
  protected List<String> controlTokens() {
    return Requests.MARKERS;
  }

  @Override
  protected String call(String tool, String arguments) {
    return Requests.CB + "functions." + tool + ":0" + Requests.AB + arguments + Requests.CE;
  }

  @Override
  protected List<String> fragments() {
    return List.of(
        "functions.read_file:0",
        "functions_read_file_2",
        "functionsread_file",
        "read_file:1",
        "functions.nope:1",
        "<|tool",
        "<|im_",
        "<tool_call>",
        "</tool_call>",
        "<function_calls>",
        "<invoke name=\"read_file\">",
        "<invoke name=\"",
        "</invoke>",
        "<parameter name=\"path\">",
        "</parameter>");
  }
}
