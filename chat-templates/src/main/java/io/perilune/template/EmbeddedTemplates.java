package io.perilune.template;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The chat templates in a model file.
 *
 * @param main the template without a name, if there is one
 * @param variants further templates by name, such as {@code tool_use}
 */
public record EmbeddedTemplates(Optional<String> main, Map<String, String> variants) {
  /** A model file without templates. */
  public static final EmbeddedTemplates NONE = new EmbeddedTemplates(Optional.empty(), Map.of());

  /** The metadata key of the main template; that of a variant is this, a dot and its name. */
  public static final String KEY = "tokenizer.chat_template";

  /** The variant that is meant for conversations with tools. */
  public static final String TOOL_USE = "tool_use";

  /** The variant that stands for the main template in files that have only named ones. */
  public static final String DEFAULT = "default";

  public EmbeddedTemplates {
    variants = Map.copyOf(variants);
  }

  /** The main template of a file that has no others. */
  public static EmbeddedTemplates of(Optional<String> main) {
    return new EmbeddedTemplates(main, Map.of());
  }

  /** Whether the file has no template at all. */
  boolean isEmpty() {
    return main.isEmpty() && variants.isEmpty();
  }

  /** The template for conversations without tools, if there is one. */
  public Optional<String> mainOrDefault() {
    return main.or(() -> Optional.ofNullable(variants.get(DEFAULT)));
  }

  /** The names of the variants, in order, for messages. */
  String names() {
    return String.join(", ", new TreeMap<>(variants).keySet());
  }
}
