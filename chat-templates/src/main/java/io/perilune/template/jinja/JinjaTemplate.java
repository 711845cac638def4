package io.perilune.template.jinja;

import io.perilune.template.jinja.budget.Budget;
import io.perilune.template.jinja.builtin.Library;
import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.run.Rendering;
import io.perilune.template.jinja.syntax.ReadNames;
import io.perilune.template.jinja.syntax.Statement;
import io.perilune.template.jinja.syntax.TemplateParser;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.Value;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A compiled Jinja template, in the dialect of chat templates: {@code trim_blocks}, {@code
 * lstrip_blocks}, loop controls, the {@code generation} tag, {@code raise_exception}, {@code
 * strftime_now} and a {@code tojson} without escaping. Immutable and thread-safe.
 */
public final class JinjaTemplate {
  private final List<Statement> statements;
  private final Library library;
  private final Set<String> readNames;

  private JinjaTemplate(List<Statement> statements, Library library) {
    this.statements = statements;
    this.library = library;
    this.readNames = ReadNames.of(statements);
  }

  /**
   * Compiles a template.
   *
   * @throws JinjaException if the source is not a template or exceeds a limit
   */
  public static JinjaTemplate compile(String source, Library library) {
    try {
      return new JinjaTemplate(TemplateParser.parse(source, library), library);
    } catch (StackOverflowError e) {
      throw new JinjaException(ErrorKind.LIMIT, "The template nests too deeply for this thread");
    }
  }

  /**
   * Renders the template.
   *
   * @param inputChars characters of all strings in the variables; the budget grows with them
   * @param clock what {@code strftime_now} reads
   * @throws JinjaException if the template raises an error or exceeds a budget
   */
  public Text render(Map<String, Value> variables, long inputChars, Clock clock) {
    return Rendering.render(statements, variables, library, new Budget(inputChars), clock);
  }

  /**
   * Renders a small conversation to see what the template does with it, on a small budget.
   *
   * @throws JinjaException if the template raises an error or exceeds that budget
   */
  public Text probe(Map<String, Value> variables, Clock clock) {
    return Rendering.render(statements, variables, library, Budget.forProbe(), clock);
  }

  /** The names that the template reads, whether variables, functions or its own. */
  public Set<String> readNames() {
    return readNames;
  }
}
