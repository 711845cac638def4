package io.perilune.server.chat;

import io.perilune.toolcall.ToolChoice;
import io.perilune.toolcall.ToolDefinition;
import java.util.List;
import java.util.Objects;

/**
 * Which of the tools offered may be called.
 *
 * @param choice whether any must be
 * @param allowed those that may be called; the model is shown the others all the same
 * @param restricted whether some of those offered are left out
 */
public record ToolSelection(ToolChoice choice, List<ToolDefinition> allowed, boolean restricted) {
  public ToolSelection {
    Objects.requireNonNull(choice, "choice");
    allowed = List.copyOf(allowed);
  }

  /** All tools. */
  public static ToolSelection all(ToolChoice choice, List<ToolDefinition> tools) {
    return new ToolSelection(choice, tools, false);
  }

  /** Whether at least one call must come. */
  public boolean forced() {
    return choice instanceof ToolChoice.Required || choice instanceof ToolChoice.Named;
  }
}
