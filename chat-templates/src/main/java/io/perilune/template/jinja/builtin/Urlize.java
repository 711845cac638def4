package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.budget.Budget;
import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.value.Html;
import io.perilune.template.jinja.value.Iteration;
import io.perilune.template.jinja.value.Numbers;
import io.perilune.template.jinja.value.PythonStrings;
import io.perilune.template.jinja.value.Runtime;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.TextBuilder;
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

  /** What the reference takes for the beginning of an address. */
  private static final Pattern SCHEME = Pattern.compile("[\\w.+-]{2,}+:/{0,2}");

  private final int limit;
  private final Text attributes;
  private final List<String> schemes;
  private final Budget budget;

  private Urlize(int limit, Text attributes, List<String> schemes, Budget budget) {
    this.limit = limit;
    this.attributes = attributes;
    this.schemes = schemes;
    this.budget = budget;
  }

  static void addTo(Table table) {
    table.add(
        "urlize", "value trim_url_limit? nofollow? target? rel? extra_schemes?", Urlize::apply);
  }

  private static Value apply(Runtime runtime, Value[] arguments) {
    Budget budget = runtime.budget();
    int limit = Args.isAbsent(arguments[1]) ? Integer.MAX_VALUE : Numbers.requireInt(arguments[1]);
    Text attributes =
        relations(arguments[4], Args.isTrue(arguments[2], false), budget)
            .append(target(arguments[3], budget))
            .build();
    List<String> schemes = schemes(arguments[5], budget);
    Text text = Html.escape(Args.text(runtime, arguments[0]), budget);
    String linked = new Urlize(limit, attributes, schemes, budget).link(text.chars());
    // A text and what is put into it are data if either is: links are no place for control tokens.
    return Text.of(linked, attributes.hasData() || text.hasData()).asMarkup(runtime.autoescape());
  }

  private static TextBuilder relations(Value given, boolean noFollow, Budget budget) {
    TreeSet<String> names = new TreeSet<>(List.of("noopener"));
    Text relations = Args.isAbsent(given) ? Text.EMPTY : Args.string(given);
    for (Value word : SplitMethods.words(relations, Integer.MAX_VALUE)) {
      names.add(((Text) word).chars());
    }
    if (noFollow) {
      names.add("nofollow");
    }
    Text joined = Text.of(String.join(" ", names), relations.hasData());
    return attribute(" rel=\"", joined, budget);
  }

  private static Text target(Value given, Budget budget) {
    return Args.isAbsent(given) || given instanceof UndefinedValue
        ? Text.EMPTY
        : attribute(" target=\"", Args.string(given), budget).build();
  }

  private static TextBuilder attribute(String start, Text value, Budget budget) {
    return new TextBuilder(budget)
        .append(start, false)
        .append(Html.escape(value, budget))
        .append("\"", false);
  }

  private static List<String> schemes(Value given, Budget budget) {
    List<String> schemes = new ArrayList<>();
    List<Value> values = Args.isAbsent(given) ? List.of() : Iteration.list(given, budget);
    for (Value value : values) {
      String scheme = Args.string(value).chars();
      budget.scan(scheme.length());
      if (!SCHEME.matcher(scheme).matches()) {
        throw new JinjaException(ErrorKind.FILTER_ARGUMENT, "not a valid URI scheme prefix");
      }
      schemes.add(scheme);
    }
    return schemes;
  }

  private String link(String text) {
    StringBuilder result = new StringBuilder(text.length());
    int from = 0;
    while (from < text.length()) {
      budget.step();
      int end = from;
      boolean space = PythonStrings.isSpace(text.charAt(from));
      while (end < text.length() && PythonStrings.isSpace(text.charAt(end)) == space) {
        end++;
      }
      String word = text.substring(from, end);
      result.append(space ? word : linkWord(word));
      budget.checkChars(result.length());
      budget.scan(word.length());
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
      return anchor((complete ? "" : "https://") + word, attributes.chars(), shorten(word));
    }
    if (word.startsWith("mailto:") && MAIL.matcher(word.substring(7)).matches()) {
      return anchor(word, "", word.substring(7));
    }
    boolean mail =
        word.contains("@")
            && !word.startsWith("@")
            && !word.startsWith("www.")
            && !word.contains(":");
    if (mail && MAIL.matcher(word).matches()) {
      return anchor("mailto:" + word, "", word);
    }
    for (String scheme : schemes) {
      budget.scan(Math.min(word.length(), scheme.length()));
      if (!word.equals(scheme) && word.startsWith(scheme)) {
        return anchor(word, attributes.chars(), word);
      }
    }
    return word;
  }

  private static String anchor(String address, String attributes, String shown) {
    return "<a href=\"" + address + "\"" + attributes + ">" + shown + "</a>";
  }

  private String shorten(String address) {
    int length = address.codePointCount(0, address.length());
    if (length <= limit) {
      return address;
    }
    int shown = limit < 0 ? Math.max(0, length + limit) : limit;
    return address.substring(0, address.offsetByCodePoints(0, shown)) + "...";
  }
}
