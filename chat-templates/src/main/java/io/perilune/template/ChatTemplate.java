package io.perilune.template;

/** A compiled chat template. Thread-safe. */
public final class ChatTemplate {
  private final String name;
  private final String source;

  private ChatTemplate(String name, String source) {
    this.name = name;
    this.source = source;
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
    return new ChatTemplate(name, source + tokens.bos());
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
    throw new UnsupportedOperationException(input.toString());
  }
}
