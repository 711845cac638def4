package io.perilune.toolcall.kimi;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.Constraint;
import io.perilune.toolcall.ModelDescriptor;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.SamplingAdvice;
import io.perilune.toolcall.ToolCallFormat;
import io.perilune.toolcall.ToolCallParser;
import io.perilune.toolcall.parse.CallParser;
import io.perilune.toolcall.parse.CallSyntax;
import io.perilune.toolcall.parse.HermesForm;
import io.perilune.toolcall.parse.PlainForm;
import io.perilune.toolcall.parse.XmlForm;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The tool-call format of Kimi-K2: {@code
 * <|tool_calls_section_begin|><|tool_call_begin|>functions.NAME:N
 * <|tool_call_argument_begin|>{…}<|tool_call_end|><|tool_calls_section_end|>}.
 */
public final class KimiFormat implements ToolCallFormat {
  /**
   * From the model card of Kimi-K2-Instruct, and what its users found to keep calls well formed.
   */
  private static final SamplingAdvice SAMPLING =
      new SamplingAdvice(OptionalDouble.of(0.6), OptionalDouble.of(0.01));

  /** For the service loader. */
  public KimiFormat() {}

  @Override
  public String id() {
    return "kimi";
  }

  @Override
  public int score(ModelDescriptor model) {
    return KimiModels.score(model);
  }

  @Override
  public ToolCallParser newParser(ParseContext context) {
    return new CallParser(context, syntax(context));
  }

  private static CallSyntax syntax(ParseContext context) {
    KimiHeaders headers = new KimiHeaders(context.tools());
    List<PlainForm> plainForms =
        context.active()
            ? List.of(
                new SimpleForm(headers),
                new HermesForm(headers::contains),
                XmlForm.invoke(context.tools()))
            : List.of();
    return new CallSyntax(KimiMarkers.ALL, headers, plainForms, new KimiIds(context.usedIds()));
  }

  @Override
  public List<ChatMessage> normalise(List<ChatMessage> messages) {
    return KimiHistory.normalise(messages);
  }

  @Override
  public Optional<Constraint> constraint(ParseContext context) {
    return KimiConstraint.of(context);
  }

  @Override
  public Constraint contentConstraint(Constraint content, ParseContext context) {
    return KimiConstraint.ofContent(content, context);
  }

  @Override
  public SamplingAdvice samplingAdvice() {
    return SAMPLING;
  }
}
