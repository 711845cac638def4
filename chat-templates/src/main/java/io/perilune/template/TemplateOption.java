package io.perilune.template;

/** Which template the operator wants. */
public sealed interface TemplateOption {
  /** None in particular. */
  record Default() implements TemplateOption {}

  /**
   * One that the operator brings.
   *
   * @param origin where it comes from, for messages
   * @param source its Jinja source
   */
  record Source(String origin, String source) implements TemplateOption {}

  /** The variant of the model file, or else the built-in template, of this name. */
  record Named(String name) implements TemplateOption {}

  /** Reads an option that is either a name or Jinja source, which holds a tag. */
  static TemplateOption nameOrSource(String text) {
    return text.contains("{{") || text.contains("{%")
        ? new Source("given as an option", text)
        : new Named(text);
  }
}
