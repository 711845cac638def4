package io.perilune.toolcall.kimi;

import io.perilune.toolcall.parse.CallIds;
import java.util.HashSet;
import java.util.Set;

/** Ids in Kimi-K2's own style: {@code functions.NAME:N}. */
final class KimiIds implements CallIds {
  private final Set<String> used;
  private final int usedBefore;
  private int position;

  KimiIds(Set<String> usedIds) {
    used = new HashSet<>(usedIds);
    usedBefore = usedIds.size();
  }

  /** The canonical id of a call. */
  static String canonical(String name, long index) {
    return KimiHeaders.PREFIX + name + ":" + index;
  }

  /**
   * The id of the next call: its header, if canonical and unused, else a canonical one with the
   * first free index from the call's place in the conversation on.
   */
  @Override
  public String next(String header, String name) {
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
    String start = KimiHeaders.PREFIX + name + ":";
    return header.startsWith(start)
        && header.length() > start.length()
        && header.chars().skip(start.length()).allMatch(c -> KimiHeaders.isDigit(c));
  }
}
