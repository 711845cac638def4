package io.perilune.server.constraint.schema;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what of a schema is not enforced. */
final class Problems {
  private final Set<SchemaProblem> problems = new LinkedHashSet<>();

  void invalid(String path, String keyword, String reason) {
    problems.add(new SchemaProblem(path, keyword, SchemaProblem.Kind.INVALID, reason));
  }

  void unenforced(String path, String keyword, String reason) {
    problems.add(new SchemaProblem(path, keyword, SchemaProblem.Kind.UNENFORCED, reason));
  }

  /** For keywords that no grammar of bounded size can follow. */
  void unenforced(String path, String keyword) {
    unenforced(path, keyword, "is a keyword that is not enforced");
  }

  List<SchemaProblem> all() {
    return new ArrayList<>(problems);
  }
}
