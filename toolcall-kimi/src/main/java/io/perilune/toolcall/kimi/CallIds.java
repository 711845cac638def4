package io.perilune.toolcall.kimi;

import java.util.HashSet;
import java.util.Set;

/** Gives each call of a message an id that is unique in the conversation. */
final class CallIds {
  private final Set<String> used;
  private final int usedBefore;
  private int position;

  CallIds(Set<String> usedIds) {
    used = new HashSet<>(usedIds);
    usedBefore = usedIds.size();
  }

  /** The canonical id of a call. */
  static String canonical(String name, long index) {
    return ToolNames.PREFIX + name + ":" + index;
  }

  /**
   * The id of the next call: its header, if canonical and unused, else a canonical one with the
   * first free index from the call's place in the conversation on.
   */
  String next(String header, String name) {
    String id = isCanonical(header, name) && !used.contains(header) ? header : null;
    for (long k = (long) usedBefore + position; id == null; k++) {
      String candidate = canonical(name, k);
      id = used.contains(candidate) ? null : candidate;
    }
    position++;
    used.add(id);
    return id;
  }

  private static boolean isCanonical(String header, String name) {
    String start = ToolNames.PREFIX + name + ":";
    return header.startsWith(start)
        && header.length() > start.length()
        && header.chars().skip(start.length()).allMatch(c -> ToolNames.isDigit(c));
  }
}
