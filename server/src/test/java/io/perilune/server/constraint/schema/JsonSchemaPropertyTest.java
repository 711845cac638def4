package io.perilune.server.constraint.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.inference.constraint.CompiledConstraint;
import io.perilune.inference.constraint.ConstraintCompiler;
import io.perilune.inference.constraint.ConstraintMatcher;
import io.perilune.inference.constraint.GenerationConstraint;
import io.perilune.server.constraint.ByteVocabulary;
import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonArray;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Against an independent validator: what is accepted is valid, and what is valid is accepted. */
class JsonSchemaPropertyTest {
  private static final int DEPTH = 2;
  private static final int TEXTS = 20;
  private static final int VALUES = 60;

  private static final ByteVocabulary BYTES = new ByteVocabulary();

  @Property(tries = 400)
  void whatIsAcceptedIsValid(@ForAll long seed) {
    Random random = new Random(seed);
    String schema = new SmallSchemas(random).schema(DEPTH);
    JsonSchemaGrammar grammar = JsonSchemaGrammar.of(JsonReader.read(schema), "s-");
    if (!grammar.problems().isEmpty()) {
      return;
    }
    Validity validity = Validity.against(schema);
    CompiledConstraint compiled =
        new ConstraintCompiler(BYTES).compile(GenerationConstraint.whole(grammar.grammar()));
    for (int i = 0; i < TEXTS; i++) {
      String text = GrammarSampler.text(grammar.grammar(), random);
      assertTrue(PatternMatcher.matches(grammar.grammar(), text), text);
      assertTrue(generates(compiled, text), text);
      assertEquals("", validity.problem(text), () -> schema + " accepts " + text);
    }
  }

  @Property(tries = 400)
  void whatIsValidIsAccepted(@ForAll long seed) {
    Random random = new Random(seed);
    SmallSchemas small = new SmallSchemas(random);
    String schema = small.schema(DEPTH);
    JsonSchemaGrammar grammar = JsonSchemaGrammar.of(JsonReader.read(schema), "s-");
    Validity validity = Validity.against(schema);
    for (int i = 0; i < VALUES; i++) {
      String value = small.value(DEPTH);
      if (validity.accepts(value)) {
        assertTrue(acceptsInSomeOrder(grammar, value), () -> schema + " refuses " + value);
      }
    }
  }

  /** Whether the engine would let a model write the text. */
  private static boolean generates(CompiledConstraint compiled, String text) {
    ConstraintMatcher matcher = compiled.newMatcher();
    for (int token : BYTES.encode(text)) {
      if (!matcher.accept(token)) {
        return false;
      }
    }
    return matcher.accept(BYTES.endOfGeneration()[0]);
  }

  private static boolean acceptsInSomeOrder(JsonSchemaGrammar grammar, String value) {
    return orders(JsonReader.read(value))
        .anyMatch(
            order ->
                PatternMatcher.matches(grammar.grammar(), JsonWriter.compact(order))
                    && PatternMatcher.matches(grammar.grammar(), JsonWriter.spaced(order)));
  }

  /** The value with the members of its objects in every order. */
  private static Stream<JsonValue> orders(JsonValue value) {
    return switch (value) {
      case JsonArray(List<JsonValue> elements) -> {
        Stream<List<JsonValue>> lists = Stream.of(List.of());
        for (JsonValue element : elements) {
          lists = lists.flatMap(list -> orders(element).map(order -> joined(list, List.of(order))));
        }
        yield lists.map(JsonArray::new);
      }
      case JsonObject(Map<String, JsonValue> members) ->
          permutations(new ArrayList<>(members.keySet())).flatMap(names -> objects(names, members));
      default -> Stream.of(value);
    };
  }

  private static Stream<JsonValue> objects(List<String> names, Map<String, JsonValue> members) {
    Stream<Map<String, JsonValue>> objects = Stream.of(Map.of());
    for (String name : names) {
      objects =
          objects.flatMap(
              object ->
                  orders(members.get(name))
                      .map(
                          order -> {
                            Map<String, JsonValue> more = new LinkedHashMap<>(object);
                            more.put(name, order);
                            return more;
                          }));
    }
    return objects.map(JsonObject::new);
  }

  private static Stream<List<String>> permutations(List<String> names) {
    if (names.size() < 2) {
      return Stream.of(names);
    }
    return names.stream()
        .flatMap(
            first -> {
              List<String> others = new ArrayList<>(names);
              others.remove(first);
              return permutations(others).map(rest -> joined(List.of(first), rest));
            });
  }

  private static <T> List<T> joined(List<T> some, List<T> others) {
    List<T> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }
}
