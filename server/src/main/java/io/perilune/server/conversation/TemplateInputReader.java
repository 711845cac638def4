package io.perilune.server.conversation;

import io.perilune.server.json.Fields;
import io.perilune.template.TemplateInput;

/** Reads all that a prompt is made of. */
public final class TemplateInputReader {
  private TemplateInputReader() {}

  /**
   * The messages, tools and template options of a body, and whether the prompt ends where the
   * answer begins, which it does unless the body says otherwise.
   *
   * @throws io.perilune.server.error.ApiException naming the first field at fault
   */
  public static TemplateInput read(Fields body) {
    return new TemplateInput(
        MessageReader.read(body),
        ToolReader.tools(body),
        body.bool("add_generation_prompt").orElse(true),
        TemplateOptionReader.read(body));
  }
}
