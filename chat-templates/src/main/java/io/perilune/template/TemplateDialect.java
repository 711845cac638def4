package io.perilune.template;

import io.perilune.template.jinja.builtin.Library;

/** What a chat template may call. */
public enum TemplateDialect {
  /**
   * What the reference has and {@code list.append}, {@code list.pop} and the filter {@code
   * from_json}, which the reference refuses and templates in use need.
   */
  LENIENT(Library.LENIENT),
  /** What the reference has, no more. */
  STRICT(Library.STRICT);

  private final Library library;

  TemplateDialect(Library library) {
    this.library = library;
  }

  Library library() {
    return library;
  }
}
