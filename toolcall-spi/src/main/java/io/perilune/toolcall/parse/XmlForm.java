package io.perilune.toolcall.parse;

import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Calls written as XML, with or without a wrapper tag; values get the types that the tool's schema
 * asks for. A call of a tool that is not offered counts only where the format says so, and then
 * only in a wrapper, if the style has such.
 */
public final class XmlForm implements PlainForm {
  /** The longest name of a tool that is not offered. */
  private static final int NAME_CHARS_MAX = 64;

  private final XmlStyle style;
  private final boolean anyTool;

  /** What the arguments look like, by the tag that begins the call. */
  private final Map<String, Tool> toolsByTag = new LinkedHashMap<>();

  private final int startCharsMax;

  private record Tool(String name, SchemaTypes schema) {}

  private XmlForm(XmlStyle style, List<ToolDefinition> tools, boolean anyTool) {
    this.style = style;
    this.anyTool = anyTool;
    for (ToolDefinition tool : tools) {
      toolsByTag.put(
          style.tag(tool.name()), new Tool(tool.name(), new SchemaTypes(tool.parameters())));
    }
    int longest = toolsByTag.keySet().stream().mapToInt(String::length).max().orElse(0);
    startCharsMax = Math.max(longest, style.tag("").length() + NAME_CHARS_MAX);
  }

  /** {@code <invoke name="NAME"><parameter name="KEY">VALUE</parameter></invoke>}. */
  public static XmlForm invoke(List<ToolDefinition> tools) {
    return new XmlForm(XmlStyle.INVOKE, tools, false);
  }

  /**
   * {@code <function=NAME><parameter=KEY>VALUE</parameter></function>}.
   *
   * @param anyTool whether a call of a tool that is not offered is one, too
   */
  public static XmlForm function(List<ToolDefinition> tools, boolean anyTool) {
    return new XmlForm(XmlStyle.FUNCTION, tools, anyTool);
  }

  /**
   * {@code <｜DSML｜invoke name="NAME"><｜DSML｜parameter name="KEY"
   * string="true">VALUE</｜DSML｜parameter></｜DSML｜invoke>}, with {@code string="false"} for values
   * that are JSON. What stands around calls is for markers. A call of a tool that is not offered is
   * one, too.
   */
  public static XmlForm dsml(List<ToolDefinition> tools) {
    return new XmlForm(XmlStyle.DSML, tools, true);
  }

  @Override
  public String decisiveCharacters() {
    return ">";
  }

  @Override
  public String firstCharacters() {
    return "<";
  }

  @Override
  public Optional<Start> find(TextTail text, char c) {
    if (c != '>') {
      return Optional.empty();
    }
    for (Map.Entry<String, Tool> entry : toolsByTag.entrySet()) {
      int from = text.length() + 1 - entry.getKey().length();
      if (from >= 0 && text.isBeginningOf(from, entry.getKey())) {
        return Optional.of(start(wrapperBefore(text, from), entry.getValue()));
      }
    }
    return anyTool ? unknown(text) : Optional.empty();
  }

  @Override
  public int beginsAt(TextTail text, int place) {
    boolean possible =
        text.charAt(place) == '<'
            && (mayBecomeWrapper(text, place)
                || text.isBeginningOf(place, style.beforeName())
                || toolsByTag.keySet().stream().anyMatch(tag -> text.isBeginningOf(place, tag))
                || anyTool && mayBecomeUnknown(text, place));
    return possible ? wrapperBefore(text, place) : NONE;
  }

  @Override
  public int startCharsMax() {
    return startCharsMax;
  }

  private Start start(int from, Tool tool) {
    CallBody body = new XmlCallReader(style, tool.schema());
    return new Start(from, c -> new CallOpening.Begins("", tool.name(), body, "", false));
  }

  private Optional<Start> unknown(TextTail text) {
    int nameEnd = text.length() + 1 - style.afterName().length();
    if (nameEnd < 0 || !text.isBeginningOf(nameEnd, style.afterName())) {
      return Optional.empty();
    }
    int nameAt = nameEnd;
    while (nameAt > 0 && CallHeaders.isNameCharacter(text.charAt(nameAt - 1))) {
      nameAt--;
    }
    int from = nameAt - style.beforeName().length();
    String name = text.substring(nameAt, nameEnd);
    return text.isAt(from, style.beforeName())
            && mayBeUnknown(text, from)
            && !name.isEmpty()
            && name.length() <= NAME_CHARS_MAX
        ? Optional.of(
            start(wrapperBefore(text, from), new Tool(name, new SchemaTypes(JsonObject.EMPTY))))
        : Optional.empty();
  }

  /** Whether a call that begins here may be one of a tool that is not offered. */
  private boolean mayBeUnknown(TextTail text, int from) {
    return style.wrappers().isEmpty() || wrapperBefore(text, from) < from;
  }

  private boolean mayBecomeWrapper(TextTail text, int place) {
    return style.wrappers().stream()
        .anyMatch(
            wrapper ->
                text.isBeginningOf(place, wrapper)
                    || place + wrapper.length() == text.end() && text.isAt(place, wrapper));
  }

  private boolean mayBecomeUnknown(TextTail text, int place) {
    int nameAt = place + style.beforeName().length();
    if (!text.isAt(place, style.beforeName()) || !mayBeUnknown(text, place)) {
      return false;
    }
    int nameEnd = nameAt;
    while (nameEnd < text.length() && CallHeaders.isNameCharacter(text.charAt(nameEnd))) {
      nameEnd++;
    }
    return nameEnd - nameAt <= NAME_CHARS_MAX && text.isBeginningOf(nameEnd, style.afterName());
  }

  /** The beginning of the wrapper tag directly before this place, or the place itself. */
  private int wrapperBefore(TextTail text, int place) {
    int end = text.withoutBlanksBefore(place);
    for (String wrapper : style.wrappers()) {
      int start = end - wrapper.length();
      if (start >= text.earliest() && text.isAt(start, wrapper)) {
        return start;
      }
    }
    return place;
  }
}
