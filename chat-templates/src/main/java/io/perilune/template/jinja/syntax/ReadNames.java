package io.perilune.template.jinja.syntax;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which names a part of a template reads, whatever they turn out to be. */
public final class ReadNames {
  private final Set<String> names = new HashSet<>();

  private ReadNames() {}

  public static Set<String> of(List<Statement> statements) {
    ReadNames reader = new ReadNames();
    reader.readAll(statements);
    return reader.names;
  }

  private void readAll(List<Statement> statements) {
    for (Statement statement : statements) {
      TreeWalk.expressions(statement).forEach(this::read);
      TreeWalk.bodies(statement).forEach(this::readAll);
    }
  }

  private void read(Expression expression) {
    if (expression instanceof Expression.Name name) {
      names.add(name.name());
    }
    TreeWalk.parts(expression).forEach(this::read);
  }
}
