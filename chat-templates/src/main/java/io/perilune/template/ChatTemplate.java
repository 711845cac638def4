package io.perilune.template;

import io.perilune.template.jinja.JinjaTemplate;
import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.library.Library;
import io.perilune.template.jinja.value.Text;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** A compiled chat template. Thread-safe. */
public final class ChatTemplate {
  private final String name;
  private final String source;
  private final SpecialTokens tokens;
  private final JinjaTemplate template;
  private final TemplateCapabilities capabilities;

  private ChatTemplate(String name, String source, SpecialTokens tokens, JinjaTemplate template) {
    this.name = name;
    this.source = source;
    this.tokens = tokens;
    this.template = template;
    this.capabilities = TemplateCapabilities.probe(template, source, tokens);
  }

  /**
   * Compiles a template once for many renderings.
   *
   * @param name where it comes from, for messages
   * @param source its Jinja source
   * @param tokens texts of special tokens
   * @throws TemplateException if it cannot be compiled
   */
  public static ChatTemplate compile(String name, String source, SpecialTokens tokens) {
    try {
      return new ChatTemplate(name, source, tokens, JinjaTemplate.compile(source, Library.LENIENT));
    } catch (JinjaException e) {
      throw new TemplateException(
          "The chat template " + name + " cannot be compiled: " + describe(e), e);
    }
  }

  public String name() {
    return name;
  }

  /** The Jinja source. */
  public String source() {
    return source;
  }

  /**
   * Renders a conversation.
   *
   * @throws TemplateException if the template raises an error or exceeds a budget
   */
  public RenderedPrompt render(TemplateInput input) {
    ConversationVariables variables = ConversationVariables.of(input, tokens, capabilities);
    try {
      return segments(
          template.render(variables.values(), variables.inputChars(), Clock.systemDefaultZone()));
    } catch (JinjaException e) {
      String verb = e.kind() == ErrorKind.RAISE_EXCEPTION ? " refuses " : " cannot render ";
      throw new TemplateException(
          "The chat template " + name + verb + "this conversation: " + describe(e), e);
    }
  }

  private static RenderedPrompt segments(Text text) {
    List<PromptSegment> segments = new ArrayList<>();
    text.forEachRun(
        (start, end, data) ->
            segments.add(new PromptSegment(text.chars().substring(start, end), !data)));
    return new RenderedPrompt(segments);
  }

  private static String describe(JinjaException e) {
    if (e.position() == null) {
      return e.reason();
    }
    return "%s (line %d, column %d)"
        .formatted(e.reason(), e.position().line(), e.position().column());
  }
}
