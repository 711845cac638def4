package io.perilune.server.constraint.schema;

import static io.perilune.server.constraint.schema.Patterns.sequence;
import static io.perilune.server.constraint.schema.Patterns.text;

import io.perilune.inference.constraint.Pattern;
import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonArray;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Values that a schema lists one by one. */
final class LiteralRules {
  /** Levels of a tree of words, and so of recursion over it. */
  private static final int WORD_CHARS_MAX = 1_000;

  private final RuleSet rules;
  private final Problems problems;

  LiteralRules(RuleSet rules, Problems problems) {
    this.rules = rules;
    this.problems = problems;
  }

  /** One of the listed values for which the rest holds as well; empty if there are none. */
  Optional<Pattern> of(Facts facts, String path) {
    Set<String> words = new LinkedHashSet<>();
    List<Pattern> options = new ArrayList<>();
    for (JsonValue value : facts.values().orElseThrow()) {
      if (!facts.types().contains(JsonType.of(value)) || !fits(value, facts, path)) {
        continue;
      }
      switch (value) {
        case JsonObject object -> options.add(object(object));
        case JsonArray array -> options.add(array(array));
        default -> {
          String word = JsonWriter.compact(value);
          if (word.length() > WORD_CHARS_MAX) {
            options.add(text(word));
          } else {
            words.add(word);
          }
        }
      }
    }
    if (!words.isEmpty()) {
      options.add(WordTree.of(words).words(rules));
    }
    return options.isEmpty() ? Optional.empty() : Optional.of(Patterns.choice(options));
  }

  private boolean fits(JsonValue value, Facts facts, String path) {
    return switch (value) {
      case JsonValue.JsonNumber(String text) ->
          SchemaFields.decimal(text).map(facts.numbers()::contains).orElse(true);
      case JsonValue.JsonString(String text) -> {
        if (!facts.strings().expressions().isEmpty()) {
          reportListed(facts.strings().expressions().getFirst().keyword(), path);
        }
        yield facts.strings().containsLength(text);
      }
      case JsonObject _ -> {
        if (!facts.objects().isAny()) {
          reportListed("properties", path);
        }
        yield true;
      }
      case JsonArray _ -> {
        if (!facts.arrays().isAny()) {
          reportListed("items", path);
        }
        yield true;
      }
      case JsonValue.JsonBoolean _, JsonValue.JsonNull _ -> true;
    };
  }

  private void reportListed(String keyword, String path) {
    problems.unenforced(path, keyword, "is not enforced for values that are listed");
  }

  private static Pattern literal(JsonValue value) {
    return switch (value) {
      case JsonObject object -> object(object);
      case JsonArray array -> array(array);
      default -> text(JsonWriter.compact(value));
    };
  }

  private static Pattern object(JsonObject object) {
    List<Pattern> members = new ArrayList<>();
    for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
      members.add(
          sequence(
              text(JsonWriter.quoted(member.getKey()) + ":"),
              JsonRules.AFTER_COLON,
              literal(member.getValue())));
    }
    return list("{", members, "}");
  }

  private static Pattern array(JsonArray array) {
    return list("[", array.elements().stream().map(LiteralRules::literal).toList(), "]");
  }

  private static Pattern list(String open, List<Pattern> elements, String close) {
    List<Pattern> parts = new ArrayList<>(List.of(text(open), JsonRules.GAP));
    for (int i = 0; i < elements.size(); i++) {
      if (i > 0) {
        parts.add(JsonRules.COMMA);
      }
      parts.add(elements.get(i));
    }
    if (!elements.isEmpty()) {
      parts.add(JsonRules.GAP);
    }
    parts.add(text(close));
    return sequence(parts);
  }
}
