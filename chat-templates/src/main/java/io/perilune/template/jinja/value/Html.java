package io.perilune.template.jinja.value;

import io.perilune.template.jinja.budget.Budget;

/** Escaping for HTML, which chat templates rarely mean but the language has. */
public final class Html {
  private Html() {}

  /** The escaped text; one that is already escaped stays as it is. */
  public static Text escape(Text text, Budget budget) {
    if (text.isMarkup()) {
      return text;
    }
    budget.scan(text.length());
    TextBuilder builder = new TextBuilder(budget);
    text.forEachRun(
        (start, end, data) -> builder.append(escape(text.chars().substring(start, end)), data));
    return builder.build().asMarkup(true);
  }

  private static String escape(String chars) {
    StringBuilder escaped = new StringBuilder(chars.length());
    for (int i = 0; i < chars.length(); i++) {
      char c = chars.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '\'' -> escaped.append("&#39;");
        case '"' -> escaped.append("&#34;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
