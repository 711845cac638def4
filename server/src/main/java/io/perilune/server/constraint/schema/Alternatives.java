package io.perilune.server.constraint.schema;

import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonBoolean;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonValue.JsonString;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Resolves references and combinations: a schema becomes alternatives, a value being valid if it
 * fits one of them.
 */
final class Alternatives {
  private final KeywordReader keywords;
  private final References references;
  private final Problems problems;

  /** The references being followed; one that comes back to itself says nothing. */
  private final Set<String> open = new HashSet<>();

  private int depth;
  private long work;

  Alternatives(References references, Problems problems) {
    this.keywords = new KeywordReader(problems);
    this.references = references;
    this.problems = problems;
  }

  /** The alternatives of schemas that must hold together; without any, nothing is valid. */
  List<Facts> of(Conjunction schemas) {
    List<Facts> all = List.of(Facts.ANY);
    for (JsonValue schema : schemas.schemas()) {
      all = product(all, of(schema, schemas.path()), schemas.path(), "allOf");
    }
    return all;
  }

  private List<Facts> of(JsonValue schema, String path) {
    if (depth == SchemaLimits.DEPTH_MAX) {
      throw new SchemaTooLargeException("depth");
    }
    depth++;
    count(1);
    try {
      return switch (schema) {
        case JsonObject object -> of(object, path);
        case JsonBoolean(boolean valid) when !valid -> List.of();
        default -> List.of(Facts.ANY);
      };
    } finally {
      depth--;
    }
  }

  private List<Facts> of(JsonObject schema, String path) {
    SchemaFields fields = new SchemaFields(schema, path, problems);
    List<Facts> all = List.of(keywords.read(schema, path));
    for (String keyword : List.of("$ref", "$dynamicRef", "$recursiveRef")) {
      if (schema.get(keyword) instanceof JsonString(String reference)) {
        all = product(all, referred(reference, path, keyword), path, keyword);
      } else if (fields.has(keyword)) {
        problems.invalid(path, keyword, "must be a string");
      }
    }
    for (Conjunction part : fields.schemas("allOf").orElse(List.of())) {
      all = product(all, of(part), path, "allOf");
    }
    for (String keyword : List.of("anyOf", "oneOf")) {
      Optional<List<Conjunction>> branches = fields.schemas(keyword);
      if (branches.isPresent()) {
        all = product(all, union(all, branches.get(), path, keyword), path, keyword);
      }
    }
    for (String keyword : List.of("not", "if")) {
      if (fields.has(keyword)) {
        problems.unenforced(path, keyword);
      }
    }
    return all;
  }

  private List<Facts> referred(String reference, String path, String keyword) {
    Optional<JsonValue> target = references.resolve(reference);
    if (target.isEmpty()) {
      problems.invalid(path, keyword, "points to nothing in this schema; others are not fetched");
      return List.of(Facts.ANY);
    }
    if (!open.add(reference)) {
      problems.invalid(path, keyword, "refers to itself without end");
      return List.of(Facts.ANY);
    }
    try {
      return of(target.get(), path);
    } finally {
      open.remove(reference);
    }
  }

  private List<Facts> union(
      List<Facts> base, List<Conjunction> branches, String path, String keyword) {
    List<Facts> union = new ArrayList<>();
    boolean overlapping = false;
    for (Conjunction branch : branches) {
      List<Facts> facts = of(branch);
      if (keyword.equals("oneOf")) {
        List<Facts> narrowed = product(base, facts, path, keyword);
        overlapping |= !Disjointness.of(product(base, union, path, keyword), narrowed);
      }
      union.addAll(facts);
      if (union.size() > SchemaLimits.ALTERNATIVES_MAX) {
        problems.unenforced(path, keyword, tooMany());
        return List.of(Facts.ANY);
      }
    }
    if (overlapping) {
      problems.unenforced(
          path,
          "oneOf",
          "has alternatives that overlap; that only one of them fits is not enforced");
    }
    return union;
  }

  private List<Facts> product(List<Facts> some, List<Facts> others, String path, String keyword) {
    if ((long) some.size() * others.size() > SchemaLimits.ALTERNATIVES_MAX) {
      problems.unenforced(path, keyword, tooMany());
      return some;
    }
    List<Facts> all = new ArrayList<>();
    for (Facts one : some) {
      for (Facts other : others) {
        Facts both = one.and(other);
        count(both.objects().properties().size() + both.values().map(List::size).orElse(0));
        if (one.numbers().conflictsInMultiples(other.numbers())) {
          problems.unenforced(path, "multipleOf", "is not enforced together with another divisor");
        }
        if (!both.isNever() && !all.contains(both)) {
          all.add(both);
        }
      }
    }
    return all;
  }

  /** References can make a small document stand for a very large one. */
  private void count(int units) {
    work += units;
    if (work > SchemaLimits.WORK_MAX) {
      throw new SchemaTooLargeException("work");
    }
  }

  private static String tooMany() {
    return "makes more than "
        + SchemaLimits.ALTERNATIVES_MAX
        + " alternatives, which is not enforced";
  }
}
