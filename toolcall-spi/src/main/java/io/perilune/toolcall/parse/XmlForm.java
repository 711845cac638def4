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
 * only in a wrapper.
 */
public final class XmlForm implements PlainForm {
  private static final List<String> WRAPPERS =
      List.of("<tool_call>", "<tool_calls>", "<function_calls>");

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
    int nameAt = text.length();
    while (nameAt > 0 && CallHeaders.isNameCharacter(text.charAt(nameAt - 1))) {
      nameAt--;
    }
    int from = nameAt - style.beforeName().length();
    String name = text.substring(nameAt, text.length());
    boolean wrapped = text.isAt(from, style.beforeName()) && wrapperBefore(text, from) < from;
    return wrapped && !name.isEmpty() && name.length() <= NAME_CHARS_MAX
        ? Optional.of(
            start(wrapperBefore(text, from), new Tool(name, new SchemaTypes(JsonObject.EMPTY))))
        : Optional.empty();
  }

  private static boolean mayBecomeWrapper(TextTail text, int place) {
    return WRAPPERS.stream()
        .anyMatch(
            wrapper ->
                text.isBeginningOf(place, wrapper)
                    || place + wrapper.length() == text.end() && text.isAt(place, wrapper));
  }

  private boolean mayBecomeUnknown(TextTail text, int place) {
    int nameAt = place + style.beforeName().length();
    return wrapperBefore(text, place) < place
        && text.isAt(place, style.beforeName())
        && text.length() - nameAt <= NAME_CHARS_MAX
        && text.substring(nameAt, text.length()).chars().allMatch(CallHeaders::isNameCharacter);
  }

  /** The beginning of the wrapper tag directly before this place, or the place itself. */
  private static int wrapperBefore(TextTail text, int place) {
    int end = text.withoutBlanksBefore(place);
    for (String wrapper : WRAPPERS) {
      int start = end - wrapper.length();
      if (start >= text.earliest() && text.isAt(start, wrapper)) {
        return start;
      }
    }
    return place;
  }
}
