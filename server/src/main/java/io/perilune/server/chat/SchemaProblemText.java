package io.perilune.server.chat;

import io.perilune.server.constraint.schema.SchemaProblem;
import io.perilune.server.error.ApiException;
import java.util.List;
import org.jboss.logging.Logger;

/** Says what is wrong with schemas. */
final class SchemaProblemText {
  private static final UnenforcedLog LOG =
      new UnenforcedLog(Logger.getLogger(SchemaProblemText.class)::warn);

  private SchemaProblemText() {}

  /** What is wrong, for the client that insists, and what it can do. */
  static String sentence(String field, SchemaProblem problem) {
    return field + "." + told(problem) + "." + advice(problem);
  }

  /** The place, which holds names that clients chose, and what is wrong there. */
  static String told(SchemaProblem problem) {
    String path = problem.path().isEmpty() ? "" : ApiException.printable(problem.path()) + ".";
    return path + ApiException.printable(problem.keyword()) + " " + problem.reason();
  }

  private static String advice(SchemaProblem problem) {
    return problem.kind() == SchemaProblem.Kind.INVALID
        ? ""
        : " Leave it out, or do not ask for strict.";
  }

  /** Tells the operator what is not enforced, if there is anything that was not told before. */
  static void log(List<String> problems) {
    LOG.add(problems);
  }
}
