package io.perilune.template.jinja;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.template.jinja.builtin.Library;
import io.perilune.template.jinja.value.ListValue;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a template does to the client's text, it stays the client's. */
class OriginTest {
  /** Greek letters stand for the client's text; no template has any. */
  private static boolean isClients(int c) {
    return c >= 0x370 && c < 0x400;
  }

  @Property(tries = 500)
  void dataNeverBecomesTemplateText(
      @ForAll("expressions") String expression, @ForAll("data") String data) {
    String template = "<|a|>{{ " + expression + " }}<|b|>";
    Text marked = render(template, Text.data(data));
    marked.forEachRun(
        (start, end, isData) -> {
          String run = marked.chars().substring(start, end);
          assertTrue(isData || run.chars().noneMatch(OriginTest::isClients), () -> run);
        });
    assertEquals(render(template, Text.of(data)).chars(), marked.chars());
    assertTrue(marked.chars().startsWith("<|a|>") && !marked.isDataAt(0));
    assertTrue(!marked.isDataAt(marked.length() - 1));
  }

  @Provide
  Arbitrary<String> data() {
    return Arbitraries.strings().withChars("αβγΣς <|>\n\"'\\%{}").ofMaxLength(12);
  }

  @Provide
  Arbitrary<String> expressions() {
    return Arbitraries.of(
        "x",
        "'a' ~ x ~ 'b'",
        "'a' + x + 'b' + x",
        "('a' ~ x ~ 'b')[1:]",
        "('a' ~ x ~ 'b')[::-1]",
        "x[:2] ~ '<|' ~ x[-1:]",
        "x * 2",
        "x|upper",
        "('a' ~ x)|lower",
        "('ab ' ~ x)|title",
        "x|capitalize",
        "x|trim",
        "x.strip() ~ 'a'",
        "x|replace('α', 'a')",
        "'aba'|replace('b', x)",
        "'aba'.replace('', x)",
        "x.split(' ')|join('-')",
        "['a', x, 'b']|join(x)",
        "'a'.join([x, 'b', x])",
        "[x, 'a']|tojson",
        "{'a': x}|tojson(indent=2)",
        "x|tojson(ensure_ascii=true)",
        "[x, {'k': x}]",
        "'%s a %10s' % (x, x)",
        "'%(k)s' % {'k': x}",
        "'{} {:>9} {!r}'.format(x, x, x)",
        "x|indent(2, true)",
        "('a\n' ~ x)|indent(2)",
        "x|center(20)",
        "x|truncate(5, true, '..', 0)",
        "x|wordwrap(3)",
        "x|escape",
        "x|urlencode",
        "x|striptags",
        "x|list|string",
        "x|first ~ x|last",
        "x|default('a')",
        "[x]|map('upper')|join",
        "[x]|sort|first",
        "{'a': x}|xmlattr",
        "{x: 'a'}|items|list",
        "x.partition('α')|join('|')",
        "x.expandtabs() ~ x.zfill(9)",
        "[x]|pprint",
        "x.splitlines()|join",
        "dict(a=x).a",
        "x|string|safe + '<'",
        "namespace(a=x).a",
        "dict(**{x: 1})",
        "dict({x: 'a'})|tojson",
        "dict([[x, 1]])|items|list",
        "dict.fromkeys([x])",
        "{x: 1}.copy().items()|list",
        "{x: x}|dictsort|string",
        "{x: x}|urlencode",
        "[{x: 1}, {x: 2}]|groupby(x)|string",
        "[x, x]|unique|join",
        "namespace(**{x: 1})",
        "namespace({x: x})|string",
        "'%s' % namespace(**{x: 1})",
        "'%(k)s' % dict(**{'k': {x: 1}})",
        "'{}'.format(dict(**{x: 1}))",
        "'{k}'.format_map({'k': [x]})",
        "'{:{}>9}'.format('a', x[:1].replace('{', '').replace('}', '') or 'a')",
        "'%c' % (x[:1] or 'a')",
        "'%a %r' % (x, x)",
        "[{}]|map(attribute='a', default=x)|join",
        "x.encode()",
        "'www.a.com'|urlize(target=x, rel=x)",
        "'a'.center(9, x[:1] or 'a')",
        "'a\nb'|indent(x)",
        "'a b c'|wordwrap(1, wrapstring=x)",
        "'abcdef'|truncate(5, true, x[:2], 0)",
        "cycler(x, 'a').next()",
        "joiner(x)() ~ [1, [x]]|tojson(separators=(x, x))",
        "[1]|tojson(indent=x)",
        "strftime_now(x)");
  }

  @Provide
  Arbitrary<String> templates() {
    return Arbitraries.of(
        "{% macro m() %}{{ kwargs }}{% endmacro %}{{ m(**{x: 1}) }}",
        "{% macro m() %}{{ kwargs|tojson }}{{ varargs }}{% endmacro %}{{ m(x, **{x: x}) }}",
        "{% macro m() %}{% for k in kwargs %}{{ k }}{% endfor %}{% endmacro %}{{ m(**{x: 1}) }}",
        "{% macro m() %}{{ dict(**kwargs)|items|list }}{% endmacro %}{{ m(**{x: 1}) }}",
        "{% macro m(d) %}{{ caller(**d) }}{% endmacro %}"
            + "{% call m({x: 1}) %}{{ kwargs }}{% endcall %}",
        "{% set n = namespace(**{x: 1}) %}{% set n.a = x %}{{ n }}{{ n.a }}",
        "{% for k, v in dict(**{x: x}).items() %}{{ k ~ v }}{% endfor %}",
        "{% filter upper %}{{ {x: 1} }}{% endfilter %}",
        "{% set b %}{{ x }}{% endset %}{{ {b: b} }}");
  }

  @Property(tries = 200)
  void namesOfDataStayData(@ForAll("templates") String template, @ForAll("data") String data) {
    Text marked = render(template, Text.data(data));
    marked.forEachRun(
        (start, end, isData) -> {
          String run = marked.chars().substring(start, end);
          assertTrue(isData || run.chars().noneMatch(OriginTest::isClients), () -> run);
        });
    assertEquals(render(template, Text.of(data)).chars(), marked.chars());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ '%c' % 945 }}",
        "{{ '{:c}'.format(945) }}",
        "{{ ('{:' ~ x ~ '>9}').format('a') }}",
        "{{ ('%' ~ 9 ~ 's' ~ x) % 'a' }}",
        "{{ '%c' % x.encode()|first }}"
      })
  void charactersThatAFormatMakesAreData(String template) {
    Text text = render(template, Text.data("α"));
    text.forEachRun(
        (start, end, isData) ->
            assertTrue(
                isData || text.chars().substring(start, end).chars().allMatch(c -> c < 0x80)));
  }

  @Test
  void textOfTheTemplateStaysTheTemplates() {
    Text text =
        render(
            "{% macro turn(t) %}<|{{ 'user' }}|>{{ t }}<|end|>{% endmacro %}"
                + "{% set all = turn(x) ~ turn('c') %}{{ all.replace('c', x)|trim }}",
            Text.data("αβ"));
    List<String> runs = new ArrayList<>();
    text.forEachRun(
        (start, end, data) -> runs.add((data ? "D:" : "T:") + text.chars().substring(start, end)));
    assertEquals(List.of("T:<|user|>", "D:αβ", "T:<|end|><|user|>", "D:αβ", "T:<|end|>"), runs);
  }

  @Test
  void aPrintedStructureOfTheClientsIsOneRun() {
    List<Value> list = new ArrayList<>(List.of(Text.data("α"), Text.data("β")));
    Text text = render("{{ x|tojson }}", new ListValue(list));
    assertEquals("[\"α\", \"β\"]", text.chars());
    assertTrue(text.isUniform() && text.hasData());
  }

  private static Text render(String template, Value x) {
    return JinjaTemplate.compile(template, Library.STRICT)
        .render(Map.of("x", x), 100, OracleRecord.CLOCK);
  }
}
