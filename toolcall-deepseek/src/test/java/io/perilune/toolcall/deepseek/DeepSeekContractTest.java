package io.perilune.toolcall.deepseek;

import io.perilune.toolcall.ToolCallFormat;
import io.perilune.toolcall.parse.Marker;
import io.perilune.toolcall.testkit.ToolCallCase;
import io.perilune.toolcall.testkit.ToolCallFormatContract;
import java.io.IOException;
import java.util.List;

class DeepSeekContractTest extends ToolCallFormatContract {
  @Override
  protected ToolCallFormat format() {
    return new DeepSeekFormat();
  }

  @Override
  protected List<ToolCallCase> cases() throws IOException {
    return ToolCallCase.readResource(DeepSeekContractTest.class, "cases.jsonl");
  }

  @Override
  protected List<String> controlTokens() {
    return DeepSeekMarkers.ALL.stream()
        .filter(marker -> !marker.ordinary() && marker.kind() != Marker.Kind.TEXT)
        .map(Marker::text)
        .toList();
  }

  @Override
  protected String call(String tool, String arguments) {
    return DeepSeekMarkers.SECTION_BEGIN
        + DeepSeekMarkers.CALL_BEGIN
        + "function"
        + DeepSeekMarkers.SEPARATOR
        + tool
        + "\n```json\n"
        + arguments
        + "\n```"
        + DeepSeekMarkers.CALL_END
        + DeepSeekMarkers.SECTION_END;
  }

  @Override
  protected List<String> fragments() {
    return List.of(
        "<｜tool",
        "<｜end",
        "function<read_file>",
        "function<read_file>\n```json\n{\"path\": ",
        "function\n```json\n{\"tools\": [",
        "function\n```json\n{\"tools\": [{\"name\": \"read_file\"}]}\n```",
        "functionread_file",
        "<tool_call>",
        "<tool_call>\nfunction</think>read_file\n```json\n{}\n```\n</tool_call>",
        "</tool_call>",
        "<｜DSML｜function_calls>\n",
        "<｜DSML｜invoke name=\"read_file\">\n",
        "<｜DSML｜invoke name=\"",
        "<｜DSML｜parameter name=\"path\" string=\"true\">",
        "<｜DSML｜parameter name=\"limit\" string=\"false\">",
        "</｜DSML｜parameter>\n",
        "</｜DSML｜invoke>\n",
        "</｜DSML｜function_calls>",
        "<｜DSML｜");
  }
}
