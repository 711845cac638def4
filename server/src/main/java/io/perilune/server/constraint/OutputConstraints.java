package io.perilune.server.constraint;

import io.perilune.inference.constraint.CompiledConstraint;
import io.perilune.inference.constraint.ConstraintCompiler;
import io.perilune.inference.constraint.GenerationConstraint;
import io.perilune.inference.constraint.Grammar;
import io.perilune.inference.constraint.GrammarException;
import io.perilune.inference.tokenizer.TextSegment;
import io.perilune.inference.tokenizer.Tokenizer;
import io.perilune.server.constraint.schema.JsonSchemaGrammar;
import io.perilune.server.constraint.schema.SchemaProblem;
import io.perilune.toolcall.Constraint;
import io.perilune.toolcall.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compiles constraints for a model's vocabulary. Thread-safe. */
public final class OutputConstraints {
  /** Of more schemas it takes too long to find out which are at fault. */
  private static final int TRIED_ALONE_MAX = 64;

  /** The most schemas of which it is remembered whether they can be compiled alone. */
  private static final int TRIED_ALONE_REMEMBERED = 4_096;

  private final Tokenizer tokenizer;
  private final ConstraintCompiler compiler;
  private final SchemaGrammars schemas = new SchemaGrammars();

  // Guarded by itself. The longest unused comes first.
  private final Map<SchemaDigest, Boolean> compilesAlone = new LinkedHashMap<>(16, 0.75f, true);

  public OutputConstraints(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
    this.compiler = new ConstraintCompiler(tokenizer);
  }

  /** What of a schema is not enforced. */
  public List<SchemaProblem> problems(JsonValue schema) {
    return schemas.of(schema).problems();
  }

  /**
   * Compiles a constraint as it stands; empty if the vocabulary lacks the control tokens for it.
   *
   * @throws GrammarException if it is beyond the engine's limits
   */
  public Optional<CompiledConstraint> compile(Constraint constraint) {
    return map(constraint, Map.of()).map(compiler::compile);
  }

  /**
   * A compiled constraint.
   *
   * @param constraint empty if the vocabulary lacks the control tokens for it
   * @param problems of the schemas that had to be given up, whole; values of their type are what is
   *     left
   */
  public record Lenient(Optional<CompiledConstraint> constraint, List<SchemaProblem> problems) {}

  /**
   * Compiles a constraint; schemas that are beyond the engine's limits are given up, alone or, if
   * they are only too many, all.
   *
   * @throws GrammarException if it is beyond the engine's limits even so
   */
  public Lenient compileLeniently(Constraint constraint) {
    try {
      return new Lenient(compile(constraint), List.of());
    } catch (GrammarException e) {
      Map<JsonValue, JsonSchemaGrammar> givenUp = new LinkedHashMap<>();
      schemasOf(constraint, givenUp);
      if (givenUp.size() <= TRIED_ALONE_MAX) {
        List<JsonValue> failing =
            givenUp.keySet().stream().filter(schema -> !compiles(schema)).toList();
        if (!failing.isEmpty()) {
          givenUp.keySet().retainAll(Set.copyOf(failing));
        }
      }
      int number = 0;
      for (Map.Entry<JsonValue, JsonSchemaGrammar> entry : givenUp.entrySet()) {
        entry.setValue(givenUp(entry.getKey(), "given-up-" + number++ + "-", e.getMessage()));
      }
      Optional<CompiledConstraint> rest = map(constraint, givenUp).map(compiler::compile);
      return new Lenient(
          rest, givenUp.values().stream().flatMap(g -> g.problems().stream()).distinct().toList());
    }
  }

  private boolean compiles(JsonValue schema) {
    SchemaDigest digest = SchemaDigest.of(schema);
    synchronized (compilesAlone) {
      Boolean known = compilesAlone.get(digest);
      if (known != null) {
        return known;
      }
    }
    boolean compiles;
    try {
      compiler.compile(GenerationConstraint.whole(schemas.of(schema).grammar()));
      compiles = true;
    } catch (GrammarException e) {
      compiles = false;
    }
    synchronized (compilesAlone) {
      compilesAlone.put(digest, compiles);
      if (compilesAlone.size() > TRIED_ALONE_REMEMBERED) {
        compilesAlone.remove(compilesAlone.keySet().iterator().next());
      }
    }
    return compiles;
  }

  private static JsonSchemaGrammar givenUp(JsonValue schema, String prefix, String reason) {
    SchemaProblem problem =
        new SchemaProblem(
            "", "schema", SchemaProblem.Kind.UNENFORCED, "is not enforced: " + reason);
    return JsonSchemaGrammar.anyOfDeclaredType(schema, prefix, List.of(problem));
  }

  private static void schemasOf(Constraint constraint, Map<JsonValue, JsonSchemaGrammar> found) {
    switch (constraint) {
      case Constraint.Json(JsonValue schema) -> found.put(schema, null);
      case Constraint.Sequence(List<Constraint> parts) ->
          parts.forEach(part -> schemasOf(part, found));
      case Constraint.Choice(List<Constraint> options) ->
          options.forEach(option -> schemasOf(option, found));
      case Constraint.Repeat(Constraint part, int _, int _) -> schemasOf(part, found);
      case Constraint.LazyTrigger lazy -> schemasOf(lazy.then(), found);
      case Constraint.Literal _,
          Constraint.Variable _,
          Constraint.TextUntil _,
          Constraint.ControlToken _,
          Constraint.Gbnf _ -> {}
    }
  }

  private Optional<GenerationConstraint> map(
      Constraint constraint, Map<JsonValue, JsonSchemaGrammar> instead) {
    return new ConstraintMapper(this::hasToken, schema -> grammar(schema, instead)).map(constraint);
  }

  private Grammar grammar(JsonValue schema, Map<JsonValue, JsonSchemaGrammar> instead) {
    JsonSchemaGrammar other = instead.get(schema);
    return (other == null ? schemas.of(schema) : other).grammar();
  }

  /** Whether template text of this kind is a token of its own that does not end the output. */
  private boolean hasToken(String text) {
    int[] tokens = tokenizer.encode(List.of(new TextSegment(text, true)));
    if (tokens.length == 0) {
      return false;
    }
    int token = tokens[tokens.length - 1];
    return Arrays.equals(tokenizer.bytes(token), text.getBytes(StandardCharsets.UTF_8))
        && Arrays.binarySearch(tokenizer.endOfGeneration(), token) < 0;
  }
}
