package io.perilune.toolcall.hermes;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.Constraint;
import io.perilune.toolcall.ModelDescriptor;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolCallFormat;
import io.perilune.toolcall.ToolCallParser;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.parse.CallHeaders;
import io.perilune.toolcall.parse.CallHistory;
import io.perilune.toolcall.parse.CallParser;
import io.perilune.toolcall.parse.CallSyntax;
import io.perilune.toolcall.parse.HermesForm;
import io.perilune.toolcall.parse.PlainForm;
import io.perilune.toolcall.parse.SequentialIds;
import io.perilune.toolcall.parse.XmlForm;
import java.util.List;
import java.util.Optional;

/**
 * The tool-call format of Hermes, Qwen2.5 and Qwen3, {@code <tool_call>{"name": "NAME",
 * "arguments": {…}}</tool_call>}, and of Qwen3-Coder, {@code
 * <tool_call><function=NAME><parameter=KEY>VALUE</parameter></function></tool_call>}. Either is
 * understood from any model.
 */
public final class HermesFormat implements ToolCallFormat {
  /** For the service loader. */
  public HermesFormat() {}

  @Override
  public String id() {
    return "hermes";
  }

  @Override
  public int score(ModelDescriptor model) {
    return HermesModels.score(model);
  }

  @Override
  public ToolCallParser newParser(ParseContext context) {
    List<ToolDefinition> tools = context.tools();
    // The tags are ordinary text; where there is nothing to call, they mean nothing else.
    List<PlainForm> forms =
        tools.isEmpty()
            ? List.of()
            : List.of(new HermesForm(name -> !name.isBlank()), XmlForm.function(tools, true));
    return new CallParser(
        context,
        new CallSyntax(
            HermesMarkers.of(!tools.isEmpty()),
            CallHeaders.NONE,
            forms,
            new SequentialIds(context.usedIds())));
  }

  /** Templates print results without ids, so their order tells to which call they belong. */
  @Override
  public List<ChatMessage> normalise(List<ChatMessage> messages) {
    return CallHistory.inCallOrder(messages, CallHistory.IdRule.KEEP);
  }

  @Override
  public Optional<Constraint> constraint(ParseContext context) {
    return HermesConstraint.of(context);
  }

  @Override
  public Constraint contentConstraint(Constraint content, ParseContext context) {
    return HermesConstraint.ofContent(content, context);
  }
}
