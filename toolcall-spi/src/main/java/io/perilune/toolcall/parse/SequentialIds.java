package io.perilune.toolcall.parse;

import java.util.HashSet;
import java.util.Set;

/**
 * Ids for formats that write none: {@code call_N}, N counted from the number of calls before. Free
 * of characters that some APIs do not allow in ids.
 */
public final class SequentialIds implements CallIds {
  private static final String PREFIX = "call_";

  private final Set<String> used;
  private long next;

  /**
   * Ids beside these.
   *
   * @param usedIds the ids already in the conversation
   */
  public SequentialIds(Set<String> usedIds) {
    used = new HashSet<>(usedIds);
    next = usedIds.size();
  }

  @Override
  public String next(String header, String name) {
    String id;
    do {
      id = PREFIX + next;
      next++;
    } while (!used.add(id));
    return id;
  }
}
