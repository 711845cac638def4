package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.syntax.Vocabulary;
import io.perilune.template.jinja.value.Value;
import java.util.Map;

/**
 * The filters, tests and global functions of a dialect.
 *
 * @param lenient whether templates may call what the reference refuses or does not have
 */
public record Library(Table filters, Table tests, Map<String, Value> globals, boolean lenient)
    implements Vocabulary {
  /** What the reference has, no more. */
  public static final Library STRICT = new Library(false);

  /** With {@code list.append}, {@code list.pop} and the filter {@code from_json}. */
  public static final Library LENIENT = new Library(true);

  private Library(boolean lenient) {
    this(filterTable(lenient), testTable(), Globals.all(), lenient);
  }

  private static Table filterTable(boolean lenient) {
    Table table = new Table();
    TextFilters.addTo(table);
    LayoutFilters.addTo(table);
    NumberFilters.addTo(table);
    SequenceFilters.addTo(table);
    SortingFilters.addTo(table);
    SelectionFilters.addTo(table);
    HtmlFilters.addTo(table);
    Urlize.addTo(table);
    JsonFilters.addTo(table);
    if (lenient) {
      JsonFilters.addLenientTo(table);
    }
    return table;
  }

  private static Table testTable() {
    Table table = new Table();
    Tests.addTo(table);
    return table;
  }

  @Override
  public boolean hasFilter(String name) {
    return filters.has(name);
  }

  @Override
  public boolean hasTest(String name) {
    return tests.has(name);
  }
}
