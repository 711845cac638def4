package io.perilune.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.perilune.template.jinja.JinjaTemplate;
import io.perilune.template.jinja.builtin.Library;
import io.perilune.template.jinja.value.Text;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class UserDataPropertyTest {
  /** A text that no template of this test can write, whatever the data. */
  private static final String CONTROL = "<|control|>";

  private static final List<String> STEPS =
      List.of(
          "|trim",
          "|upper|lower",
          "|tojson",
          "[1:]",
          "[::-1][::-1]",
          ".replace('a', '<|')",
          ".split('b')|join('<|b')",
          "|string ~ '|>'",
          "|indent(2)",
          ".strip() + '<|'",
          "|list|join",
          "|reverse|join",
          "|center(9)",
          "|default('x')");

  @Provide
  Arbitrary<String> templates() {
    return Combinators.combine(
            Arbitraries.oneOf(
                Arbitraries.of(STEPS).list().ofMaxSize(3).map(UserDataPropertyTest::applied),
                Arbitraries.of(NAMES)),
            Arbitraries.of("<|", "|>", "x"))
        .as((inside, around) -> around + inside + around);
  }

  /** Ways in which a client's text becomes the name of something. */
  private static final List<String> NAMES =
      List.of(
          "{% macro m() %}{{ kwargs }}{% endmacro %}{{ m(**{v: v}) }}",
          "{% macro m(d) %}{{ caller(**d) }}{% endmacro %}"
              + "{% call m({v: 1}) %}{{ kwargs|tojson }}{% endcall %}",
          "{{ namespace(**{v: 1}) }}",
          "{% for k, w in dict(**{v: v}).items() %}{{ k ~ w }}{% endfor %}",
          "{{ dict(**{v: 1})|tojson ~ {v: 1}|items|list }}",
          "{{ '%s' % {v: 1} ~ '{}'.format({v: v}) ~ '%(k)s' % dict(k={v: 1}) }}",
          "{{ '{k}'.format_map({'k': {v: 1}}) }}");

  /** An expression in which each step applies to the result of those before it. */
  private static String applied(List<String> steps) {
    return "{{ "
        + steps.stream().reduce("v", (expression, step) -> "(" + expression + step + ")")
        + " }}";
  }

  @Property(tries = 300)
  void dataStaysDataAndSegmentsMakeThePrompt(
      @ForAll("templates") String source, @ForAll("texts") String text) {
    Text out =
        JinjaTemplate.compile(source, Library.STRICT)
            .render(Map.of("v", Text.data(text)), text.length(), Clock.systemUTC());
    StringBuilder all = new StringBuilder();
    out.forEachRun(
        (start, end, data) -> {
          String run = out.chars().substring(start, end);
          all.append(run);
          assertFalse(!data && run.contains(CONTROL), source);
        });
    assertEquals(out.chars(), all.toString());
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of("a", "b", " ", "é", "🙂", "\"", "<|", "control", "|>", CONTROL)
        .list()
        .ofMaxSize(6)
        .map(parts -> String.join("", parts));
  }
}
