package io.perilune.server.conversation;

import io.perilune.server.json.Fields;
import io.perilune.template.TemplateInput;
import io.perilune.toolcall.ToolChoice;
import io.perilune.toolcall.ToolDefinition;
import java.util.List;

/** Reads all that a prompt is made of. */
public final class TemplateInputReader {
  private TemplateInputReader() {}

  /**
   * The messages, tools and template options of a body, and whether the prompt ends where the
   * answer begins, which it does unless the body says otherwise. Tools that must not be called are
   * left out, as in a prompt that is answered.
   *
   * @throws io.perilune.server.error.ApiException naming the first field at fault
   */
  public static TemplateInput read(Fields body) {
    List<ToolDefinition> tools = ToolReader.tools(body);
    boolean unseen = ToolReader.selection(body, tools).choice() instanceof ToolChoice.None;
    return new TemplateInput(
        MessageReader.read(body),
        unseen ? List.of() : tools,
        body.bool("add_generation_prompt").orElse(true),
        TemplateOptionReader.read(body));
  }
}
