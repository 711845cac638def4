package io.perilune.toolcall.parse;

import io.perilune.toolcall.ModelDescriptor;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolCallFormat;
import io.perilune.toolcall.ToolCallParser;
import java.util.List;
import java.util.Optional;

/** The smallest format that the shared parser can read: {@code <|call|>NAME{…}<|end|>}. */
public final class TinyFormat implements ToolCallFormat {
  static final String CALL = "<|call|>";
  static final String END = "<|end|>";

  @Override
  public String id() {
    return "tiny";
  }

  @Override
  public int score(ModelDescriptor model) {
    return model.templateSource().contains(CALL) ? 50 : 0;
  }

  @Override
  public ToolCallParser newParser(ParseContext context) {
    return new CallParser(
        context,
        new CallSyntax(
            List.of(
                Marker.control(Marker.Kind.CALL_BEGIN, CALL),
                Marker.control(Marker.Kind.CALL_END, END)),
            new Names(context),
            List.of(),
            new SequentialIds(context.usedIds())));
  }

  private record Names(ParseContext context) implements CallHeaders {
    @Override
    public Optional<String> strict(String header) {
      return context.tools().stream().map(tool -> tool.name()).filter(header::equals).findFirst();
    }

    @Override
    public Optional<String> unknown(String header) {
      return Optional.empty();
    }

    @Override
    public boolean mayBecomeHeader(String text) {
      return false;
    }
  }
}
