package io.perilune.toolcall;

import java.util.List;
import java.util.Optional;

/**
 * A model family's way of writing tool calls. Providers are found by {@link
 * java.util.ServiceLoader} and need a public constructor without arguments. Implementations are
 * stateless and thread-safe.
 */
public interface ToolCallFormat {
  /** A short ASCII name, unique among formats: {@code kimi}. */
  String id();

  /**
   * How sure this format is that it is the model's own: 0 (not at all) to 100 (certain). The
   * highest score wins.
   */
  int score(ModelDescriptor model);

  /** A parser for one generation. */
  ToolCallParser newParser(ParseContext context);

  /**
   * The history as the model should see it: ids, order of results, names. What a client echoes
   * unchanged must render to the very text that was generated.
   */
  default List<ChatMessage> normalise(List<ChatMessage> messages) {
    return messages;
  }

  /**
   * What generation must look like for these tools and this choice, or empty where nothing can be
   * or need be enforced.
   */
  default Optional<Constraint> constraint(ParseContext context) {
    return Optional.empty();
  }

  /**
   * What generation must look like for the answer's content to be {@code content}: before it the
   * model may reason, and where it may call tools it may do that instead.
   */
  default Constraint contentConstraint(Constraint content, ParseContext context) {
    return content;
  }

  /** What the makers of the format's models advise where neither client nor operator says. */
  default SamplingAdvice samplingAdvice() {
    return SamplingAdvice.NONE;
  }
}
