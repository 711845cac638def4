package io.perilune.server.chat;

import io.perilune.server.error.ApiException;
import io.perilune.server.error.ErrorKind;
import io.perilune.template.ChatTemplate;
import io.perilune.template.ChatTemplates;
import io.perilune.template.RenderedPrompt;
import io.perilune.template.TemplateException;
import io.perilune.template.TemplateInput;
import io.perilune.toolcall.ToolCallFormat;
import io.perilune.toolcall.json.JsonValue;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes prompts of conversations.
 *
 * @param templates the model's chat templates
 * @param format knows how the model wants to see its own calls
 */
public record PromptMaker(ChatTemplates templates, ToolCallFormat format) {
  /** The prompt of a conversation that stands in the field {@code messages}; see below. */
  public RenderedPrompt render(TemplateInput input) {
    return render(input, "messages");
  }

  /**
   * The prompt of a conversation. Options that the template does not read are left out.
   *
   * @param field the field of the request that the conversation stands in
   * @throws ApiException if the template refuses the conversation or cannot render it
   */
  public RenderedPrompt render(TemplateInput input, String field) {
    ChatTemplate template = templates.forInput(input);
    Map<String, JsonValue> options = new HashMap<>(input.variables());
    options.keySet().retainAll(template.options());
    try {
      return template.render(
          new TemplateInput(
              format.normalise(input.messages()),
              input.tools(),
              input.addGenerationPrompt(),
              options));
    } catch (TemplateException e) {
      if (e.kind() == TemplateException.Kind.REFUSED) {
        throw ApiException.invalid(field, e.getMessage());
      }
      throw ApiException.of(ErrorKind.INTERNAL, e.getMessage());
    }
  }
}
