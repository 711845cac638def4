package io.perilune.toolcall.deepseek;

import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.parse.CallHeaders;
import io.perilune.toolcall.parse.NameHeaders;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Headers that are a tool's name and no more. With R1 and V3 the word {@code function} goes before,
 * with a separator of its own, and the name's line is followed by the opening fence of the
 * arguments.
 */
final class DeepSeekHeaders implements CallHeaders {
  private static final String KIND = "function";
  private static final String FENCE = "```";
  private static final String LANGUAGE = "json";

  private final NameHeaders tools;

  DeepSeekHeaders(List<ToolDefinition> tools) {
    this.tools = new NameHeaders(tools);
  }

  /** The names of the tools offered. */
  Set<String> names() {
    return tools.names();
  }

  @Override
  public Optional<String> strict(String header) {
    return tools.strict(header);
  }

  @Override
  public Optional<String> unknown(String header) {
    return tools.unknown(header);
  }

  @Override
  public boolean mayBecomeHeader(String text) {
    return KIND.startsWith(text) || tools.mayBecomeHeader(text);
  }

  @Override
  public boolean isKind(String header) {
    return header.equals(KIND) && tools.strict(header).isEmpty();
  }

  @Override
  public Split split(String header) {
    int end = 0;
    while (end < header.length() && header.charAt(end) != '\n' && header.charAt(end) != '`') {
      end++;
    }
    return new Split(header.substring(0, end).strip(), withoutFence(header.substring(end).strip()));
  }

  private static String withoutFence(String text) {
    String rest = text.startsWith(FENCE) ? text.substring(FENCE.length()) : text;
    rest = rest.startsWith(LANGUAGE) ? rest.substring(LANGUAGE.length()) : rest;
    rest = rest.endsWith(FENCE) ? rest.substring(0, rest.length() - FENCE.length()) : rest;
    return rest.strip();
  }
}
