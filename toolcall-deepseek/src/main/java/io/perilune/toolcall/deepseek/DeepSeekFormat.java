package io.perilune.toolcall.deepseek;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.Constraint;
import io.perilune.toolcall.ModelDescriptor;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolCallFormat;
import io.perilune.toolcall.ToolCallParser;
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
 * The tool-call format of DeepSeek. Calls stand in a section between control tokens. R1 and V3
 * write the kind of the call, the name and the arguments in a fence of Markdown:
 *
 * <pre>{@code
 * <｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>NAME
 * ```json
 * {…}
 * ```<｜tool▁call▁end｜><｜tool▁calls▁end｜>
 * }</pre>
 *
 * <p>V3.1 writes {@code <｜tool▁call▁begin｜>NAME<｜tool▁sep｜>{…}<｜tool▁call▁end｜>}. R1 also writes
 * calls without control tokens, {@link FencedForm}. V3.2 writes tags, in a section between {@code
 * <｜DSML｜function_calls>} and {@code </｜DSML｜function_calls>}, later models with {@code tool_calls}
 * instead:
 *
 * <pre>{@code
 * <｜DSML｜invoke name="NAME">
 * <｜DSML｜parameter name="KEY" string="true">a string as it is</｜DSML｜parameter>
 * <｜DSML｜parameter name="KEY" string="false">JSON</｜DSML｜parameter>
 * </｜DSML｜invoke>
 * }</pre>
 *
 * <p>Constraints know the manners of R1 and V3.1 only.
 */
public final class DeepSeekFormat implements ToolCallFormat {
  /** For the service loader. */
  public DeepSeekFormat() {}

  @Override
  public String id() {
    return "deepseek";
  }

  @Override
  public int score(ModelDescriptor model) {
    return DeepSeekModels.score(model);
  }

  @Override
  public ToolCallParser newParser(ParseContext context) {
    DeepSeekHeaders headers = new DeepSeekHeaders(context.tools());
    List<PlainForm> plainForms =
        context.active()
            ? List.of(
                XmlForm.dsml(context.tools()),
                new FencedForm(headers.names()),
                new HermesForm(headers.names()::contains))
            // Not only if active: it is no text even where nothing may be called.
            : List.of(XmlForm.dsml(context.tools()));
    return new CallParser(
        context,
        new CallSyntax(
            DeepSeekMarkers.ALL, headers, plainForms, new SequentialIds(context.usedIds())));
  }

  /** Templates print results without ids, so their order tells to which call they belong. */
  @Override
  public List<ChatMessage> normalise(List<ChatMessage> messages) {
    return CallHistory.inCallOrder(messages, CallHistory.IdRule.KEEP);
  }

  @Override
  public Optional<Constraint> constraint(ParseContext context) {
    return DeepSeekConstraint.of(context);
  }

  @Override
  public Constraint contentConstraint(Constraint content, ParseContext context) {
    return DeepSeekConstraint.ofContent(content, context);
  }
}
