package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.value.Html;
import io.perilune.template.jinja.value.Iteration;
import io.perilune.template.jinja.value.Numbers;
import io.perilune.template.jinja.value.PythonStrings;
import io.perilune.template.jinja.value.Runtime;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.UndefinedValue;
import io.perilune.template.jinja.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Makes links of the addresses in a text. */
final class Urlize {
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?:(?:https?://|www\\.)(?:[\\w%-]++\\.)*+(?:[a-z]{2,63}|xn--[\\w%]{2,59})"
              + "|(?:[\\w%-]{2,63}+\\.)++(?:com|net|int|edu|gov|org|info|mil)"
              + "|https?://(?:\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[\\da-f:]{3,40}\\]))"
              + "(?::\\d{1,5})?+(?:[/?#]\\S*+)?+",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern MAIL = Pattern.compile("\\S+?@\\w[\\w.-]*\\.\\w+");
  private static final List<String> OPENING = List.of("(", "<", "&lt;");
  private static final List<String> CLOSING = List.of(")", ">", "&gt;");
  private static final List<String> ENDING = List.of(")", ">", ".", ",", "\n", "&gt;");

  private final int limit;
  private final String attributes;
  private final List<String> schemes;

  private Urlize(int limit, String attributes, List<String> schemes) {
    this.limit = limit;
    this.attributes = attributes;
    this.schemes = schemes;
  }

  static void addTo(Table table) {
    table.add(
        "urlize", "value trim_url_limit? nofollow? target? rel? extra_schemes?", Urlize::apply);
  }

  private static Value apply(Runtime runtime, Value[] arguments) {
    int limit = Args.isAbsent(arguments[1]) ? Integer.MAX_VALUE : Numbers.requireInt(arguments[1]);
    TreeSet<String> relations = new TreeSet<>(List.of("noopener"));
    if (!Args.isAbsent(arguments[4])) {
      relations.addAll(List.of(Args.string(arguments[4]).chars().split(" ")));
    }
    if (Args.isTrue(arguments[2], false)) {
      relations.add("nofollow");
    }
    boolean data = arguments[4] instanceof Text relation && relation.hasData();
    String attributes = " rel=\"" + String.join(" ", relations) + "\"";
    if (!Args.isAbsent(arguments[3]) && !(arguments[3] instanceof UndefinedValue)) {
      Text target = Html.escape(Args.string(arguments[3]), runtime.budget());
      attributes += " target=\"" + target.chars() + "\"";
      data |= target.hasData();
    }
    List<String> schemes = new ArrayList<>();
    if (!Args.isAbsent(arguments[5])) {
      Iteration.list(arguments[5], runtime.budget())
          .forEach(scheme -> schemes.add(Args.string(scheme).chars()));
    }
    Text text = Html.escape(Args.text(runtime, arguments[0]), runtime.budget());
    String linked = new Urlize(limit, attributes, schemes).link(runtime, text.chars());
    // A text and what is put into it are data if either is: links are no place for control tokens.
    return Text.of(linked, data || text.hasData()).asMarkup(runtime.autoescape());
  }

  private String link(Runtime runtime, String text) {
    StringBuilder result = new StringBuilder(text.length());
    int from = 0;
    while (from < text.length()) {
      runtime.budget().step();
      int end = from;
      boolean space = PythonStrings.isSpace(text.charAt(from));
      while (end < text.length() && PythonStrings.isSpace(text.charAt(end)) == space) {
        end++;
      }
      String word = text.substring(from, end);
      result.append(space ? word : linkWord(word));
      runtime.budget().checkChars(result.length());
      runtime.budget().scan(word.length());
      from = end;
    }
    return result.toString();
  }

  /** Links a word but for brackets and punctuation around it. */
  private String linkWord(String word) {
    int start = 0;
    for (int length = 1; length > 0; start += length) {
      length = startingWith(word, start);
    }
    int end = word.length();
    for (int length = 1; length > 0; end -= length) {
      length = endingWith(word, start, end);
    }
    for (int i = 0; i < OPENING.size(); i++) {
      end = balance(word, start, end, OPENING.get(i), CLOSING.get(i));
    }
    return word.substring(0, start) + address(word.substring(start, end)) + word.substring(end);
  }

  private static int startingWith(String word, int start) {
    for (String opening : OPENING) {
      if (word.startsWith(opening, start)) {
        return opening.length();
      }
    }
    return 0;
  }

  private static int endingWith(String word, int start, int end) {
    for (String ending : ENDING) {
      int at = end - ending.length();
      if (at >= start && word.startsWith(ending, at)) {
        return ending.length();
      }
    }
    return 0;
  }

  /** Moves the end behind closing brackets whose partners are inside. */
  private static int balance(String word, int start, int end, String opening, String closing) {
    String middle = word.substring(start, end);
    int open = count(middle, opening);
    int result = end;
    if (open > count(middle, closing)) {
      for (int i = 0; i < open; i++) {
        int next = word.indexOf(closing, result);
        if (next < 0) {
          break;
        }
        result = next + closing.length();
      }
    }
    return result;
  }

  private static int count(String text, String part) {
    int count = 0;
    for (int i = text.indexOf(part); i >= 0; i = text.indexOf(part, i + part.length())) {
      count++;
    }
    return count;
  }

  private String address(String word) {
    if (ADDRESS.matcher(word).matches()) {
      boolean complete = word.startsWith("https://") || word.startsWith("http://");
      return anchor((complete ? "" : "https://") + word, attributes, shorten(word));
    }
    if (word.startsWith("mailto:") && MAIL.matcher(word.substring(7)).matches()) {
      return anchor(word, "", word.substring(7));
    }
    boolean mail = word.contains("@") && !word.startsWith("www.") && !word.contains(":");
    if (mail && MAIL.matcher(word).matches()) {
      return anchor("mailto:" + word, "", word);
    }
    for (String scheme : schemes) {
      if (!word.equals(scheme) && word.startsWith(scheme)) {
        return anchor(word, attributes, word);
      }
    }
    return word;
  }

  private static String anchor(String address, String attributes, String shown) {
    return "<a href=\"" + address + "\"" + attributes + ">" + shown + "</a>";
  }

  private String shorten(String address) {
    return address.codePointCount(0, address.length()) > limit
        ? address.substring(0, address.offsetByCodePoints(0, limit)) + "..."
        : address;
  }
}
