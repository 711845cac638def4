package io.perilune.template;

import io.perilune.toolcall.Role;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a template can do and which forms of input it takes.
 *
 * @param all what it can do
 * @param partRoles the roles of which it prints content that is a list of parts
 * @param reasoningField the field of a message in which it looks for reasoning
 */
public record TemplateCapabilities(
    Set<TemplateCapability> all, Set<Role> partRoles, String reasoningField) {
  /** The field in which most templates and clients keep reasoning. */
  static final String REASONING_FIELD = "reasoning_content";

  /**
   * For templates that could not be tried: input goes in as it comes, but for roles that only some
   * templates know.
   */
  static final TemplateCapabilities UNKNOWN =
      new TemplateCapabilities(
          EnumSet.complementOf(
              EnumSet.of(TemplateCapability.DEVELOPER_ROLE, TemplateCapability.RESULT_NAMES)),
          EnumSet.allOf(Role.class),
          REASONING_FIELD);

  public TemplateCapabilities {
    all = Set.copyOf(all);
    partRoles = Set.copyOf(partRoles);
  }

  /** Whether the template can do this. */
  public boolean can(TemplateCapability capability) {
    return all.contains(capability);
  }

  /** Whether arguments of calls go in as objects. */
  boolean objectArguments() {
    return can(TemplateCapability.TOOL_CALLS) && !can(TemplateCapability.STRING_ARGUMENTS);
  }
}
