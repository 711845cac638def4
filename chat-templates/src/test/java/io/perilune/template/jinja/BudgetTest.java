package io.perilune.template.jinja;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.Position;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}",
        "{% set n = namespace(s='x') %}{% for i in range(40) %}{% set n.s = n.s ~ n.s %}{% endfor"
            + " %}",
        "{% set n = namespace(l=[0]) %}{% for i in range(40) %}{% set n.l = [n.l, n.l] %}{% endfor"
            + " %}{{ n.l }}",
        "{% set n = namespace(l=[]) %}{% set n.l = [n] %}{{ n }}",
        "{{ 'x' * 10 ** 10 }}",
        "{{ 10 ** (10 ** 9) }}",
        "{{ 'a'.ljust(10 ** 10) }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ '{:.1000000000f}'.format(1.0) }}",
        "{{ [[1]]|tojson(indent=10 ** 9) }}",
        "{{ [1]|slice(10 ** 9)|list }}",
        "{{ range(2 ** 300, 2 ** 300 + 2)|list }}",
        "{% set n = namespace(r=range(2)) %}{% for i in range(9) %}{% set n.r = n.r[::2 ** 31 - 1]"
            + " %}{% endfor %}",
        "{% set n = namespace(l=(), b=2 ** 65000) %}{% for i in range(60000) %}{% set n.l ="
            + " (n.l, n.b + i) %}{% endfor %}",
        "{% set n = namespace(l=(), b=2 ** 65000) %}{% for i in range(60000) %}{% set n.l ="
            + " (n.l, -n.b) %}{% endfor %}",
        "{{ [1]|batch(10 ** 9, 0)|list }}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
      })
  void stopsTemplatesThatUseTooMuch(String template) {
    OracleRecord.Outcome outcome = OracleRecord.render(template, Map.of(), 0);
    assertEquals(ErrorKind.LIMIT, outcome.error().kind());
  }

  @Test
  void stopsSourcesThatNestTooDeep() {
    String brackets = "{{ " + "(".repeat(5_000) + "1" + ")".repeat(5_000) + " }}";
    assertEquals(ErrorKind.LIMIT, OracleRecord.render(brackets, Map.of(), 0).error().kind());
    String filters = "{{ 1" + "|string".repeat(5_000) + " }}";
    assertEquals(ErrorKind.LIMIT, OracleRecord.render(filters, Map.of(), 0).error().kind());
  }

  @Test
  void loopsThatAreLeftTakeTheTextOfTheirBlocksAlong() {
    String template =
        "{% for x in [1, 2] %}{% filter upper %}a{% break %}{% endfilter %}{% endfor %}b";
    assertEquals("b", OracleRecord.render(template, Map.of(), 0).text().chars());
  }

  @Test
  void namesThePlaceOfAnError() {
    OracleRecord.Outcome outcome = OracleRecord.render("a\n  {{ 1 + 'x' }}", Map.of(), 0);
    assertEquals(ErrorKind.TYPE, outcome.error().kind());
    assertEquals(new Position(2, 8), outcome.error().position());
  }
}
