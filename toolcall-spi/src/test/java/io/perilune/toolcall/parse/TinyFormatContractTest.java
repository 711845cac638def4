package io.perilune.toolcall.parse;

import io.perilune.toolcall.ToolCallFormat;
import io.perilune.toolcall.testkit.ToolCallCase;
import io.perilune.toolcall.testkit.ToolCallFormatContract;
import java.io.IOException;
import java.util.List;

/** A format that declares as little as it can keeps the contract. */
class TinyFormatContractTest extends ToolCallFormatContract {
  @Override
  protected ToolCallFormat format() {
    return new TinyFormat();
  }

  @Override
  protected List<ToolCallCase> cases() throws IOException {
    return ToolCallCase.readResource(TinyFormatContractTest.class, "cases.jsonl");
  }

  @Override
  protected List<String> controlTokens() {
    return List.of(TinyFormat.CALL, TinyFormat.END);
  }

  @Override
  protected String call(String tool, String arguments) {
    return TinyFormat.CALL + tool + arguments + TinyFormat.END;
  }
}
