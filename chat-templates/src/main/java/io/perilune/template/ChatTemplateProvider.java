package io.perilune.template;

import io.perilune.toolcall.ModelDescriptor;

/**
 * Offers a built-in chat template for models whose file carries none. Found by {@link
 * java.util.ServiceLoader}.
 */
public interface ChatTemplateProvider {
  /** A short ASCII name, unique among providers. */
  String id();

  /**
   * How sure this provider is that its template fits the model: 0 (not at all) to 100 (certain).
   */
  int score(ModelDescriptor model);

  /** The template's Jinja source. */
  String source();
}
