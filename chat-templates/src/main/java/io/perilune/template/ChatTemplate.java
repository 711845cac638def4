package io.perilune.template;

import io.perilune.template.jinja.JinjaTemplate;
import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.value.Text;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A compiled chat template. Thread-safe. */
public final class ChatTemplate {
  private final String name;
  private final String source;
  private final SpecialTokens tokens;
  private final JinjaTemplate template;
  private final TemplateCapabilities capabilities;
  private final Set<String> options;

  private ChatTemplate(String name, String source, SpecialTokens tokens, TemplateDialect dialect) {
    this.name = name;
    this.source = source;
    this.tokens = tokens;
    this.template = JinjaTemplate.compile(source, dialect.library());
    this.capabilities = CapabilityProbe.of(template, source, tokens);
    Set<String> read = new HashSet<>(template.readNames());
    read.removeAll(TemplateInput.RESERVED_NAMES);
    read.removeAll(dialect.library().globals().keySet());
    this.options = Set.copyOf(read);
  }

  /**
   * Compiles a template in the {@linkplain TemplateDialect#LENIENT lenient} dialect.
   *
   * @param name where it comes from, for messages
   * @param source its Jinja source
   * @param tokens texts of special tokens
   * @throws TemplateException if it cannot be compiled
   */
  public static ChatTemplate compile(String name, String source, SpecialTokens tokens) {
    return compile(name, source, tokens, TemplateDialect.LENIENT);
  }

  /**
   * Compiles a template once for many renderings.
   *
   * @param name where it comes from, for messages
   * @param source its Jinja source
   * @param tokens texts of special tokens
   * @param dialect what the template may call
   * @throws TemplateException if it cannot be compiled
   */
  public static ChatTemplate compile(
      String name, String source, SpecialTokens tokens, TemplateDialect dialect) {
    try {
      return new ChatTemplate(name, source, tokens, dialect);
    } catch (JinjaException e) {
      throw new TemplateException(
          TemplateException.Kind.NOT_A_TEMPLATE,
          "The chat template " + name + " cannot be compiled: " + describe(e),
          e);
    }
  }

  public String name() {
    return name;
  }

  /** The Jinja source. */
  public String source() {
    return source;
  }

  /** What the template can do. */
  public TemplateCapabilities capabilities() {
    return capabilities;
  }

  /** Whether the template knows reasoning between think tags. */
  public boolean knowsThinkTags() {
    return Reasoning.isKnownTo(source);
  }

  /**
   * The names that {@link TemplateInput#variables} may usefully hold: those that the template reads
   * and that are neither variables of every conversation nor functions.
   */
  public Set<String> options() {
    return options;
  }

  /**
   * Renders a conversation, after bringing it into a form that the template takes.
   *
   * @throws TemplateException if the template raises an error or exceeds a budget
   */
  public RenderedPrompt render(TemplateInput input) {
    try {
      return segments(renderFitted(ConversationNormaliser.normalise(input, capabilities)));
    } catch (JinjaException e) {
      boolean refused = e.kind() == ErrorKind.RAISE_EXCEPTION;
      throw new TemplateException(
          refused
              ? TemplateException.Kind.REFUSED
              : e.kind() == ErrorKind.LIMIT
                  ? TemplateException.Kind.OVER_BUDGET
                  : TemplateException.Kind.FAILED,
          "The chat template "
              + name
              + (refused ? " refuses" : " cannot render")
              + " this conversation: "
              + describe(e),
          e);
    }
  }

  /**
   * Renders; where that fails and there are tools, tries once more with simpler schemas: also after
   * an exceeded limit, since macros call themselves without end on schemas that they do not know.
   * What fails again fails with the first error.
   */
  private Text renderFitted(TemplateInput input) {
    try {
      return renderAsIs(input);
    } catch (JinjaException e) {
      if (input.tools().isEmpty()) {
        throw e;
      }
      try {
        return renderAsIs(
            new TemplateInput(
                input.messages(),
                ToolDeclarations.simplified(input.tools()),
                input.addGenerationPrompt(),
                input.variables()));
      } catch (JinjaException _) {
        throw e;
      }
    }
  }

  private Text renderAsIs(TemplateInput input) {
    ConversationVariables variables = ConversationVariables.of(input, tokens, capabilities);
    return template.render(variables.values(), variables.inputChars(), Clock.systemDefaultZone());
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
