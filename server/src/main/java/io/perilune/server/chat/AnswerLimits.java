package io.perilune.server.chat;

import io.perilune.toolcall.FinishReason;
import io.perilune.toolcall.ToolCallSink;
import java.util.List;
import java.util.Optional;

/**
 * Passes an answer on until the client has what it asked for: up to a stop text in the content, or
 * one call where only one is wanted. Content that may be the beginning of a stop text is held back
 * until that is known.
 */
final class AnswerLimits implements ToolCallSink {
  private final List<String> stop;
  private final boolean oneCall;
  private final ToolCallSink next;
  private final StringBuilder held = new StringBuilder();
  private boolean reached;
  private String stopFound;

  AnswerLimits(List<String> stop, boolean oneCall, ToolCallSink next) {
    this.stop = stop;
    this.oneCall = oneCall;
    this.next = next;
  }

  /** Whether the answer is complete, whatever is still generated. */
  boolean reached() {
    return reached;
  }

  /**
   * Why the client's answer ended: after a stop text it has no calls and is not cut, whatever the
   * model went on to write.
   *
   * @param generated why what was generated ended
   */
  FinishReason reason(FinishReason generated) {
    return stopFound == null ? generated : FinishReason.STOP;
  }

  /** The stop text at which the answer ended, if it did. */
  Optional<String> stopFound() {
    return Optional.ofNullable(stopFound);
  }

  /** Ends the answer: what was held back is content after all. */
  void end() {
    release(held.length());
  }

  @Override
  public void reasoning(String text) {
    if (!reached) {
      next.reasoning(text);
    }
  }

  @Override
  public void content(String text) {
    if (reached) {
      return;
    }
    held.append(text);
    String found = firstStop();
    if (found != null) {
      int at = held.indexOf(found);
      held.setLength(at);
      release(at);
      stopFound = found;
      reached = true;
    } else {
      release(held.length() - possibleStopLength());
    }
  }

  @Override
  public void callStart(int index, String id, String name) {
    if (!reached) {
      end();
      next.callStart(index, id, name);
    }
  }

  @Override
  public void arguments(int index, String text) {
    if (!reached) {
      next.arguments(index, text);
    }
  }

  @Override
  public void callEnd(int index) {
    if (!reached) {
      next.callEnd(index);
      reached = oneCall;
    }
  }

  private void release(int length) {
    if (length > 0) {
      next.content(held.substring(0, length));
      held.delete(0, length);
    }
  }

  /**
   * The stop text that was complete first and, of several that end there, begins first; {@code
   * null} if none is there. So it does not matter in which pieces the text comes.
   */
  private String firstStop() {
    String first = null;
    int firstEnd = Integer.MAX_VALUE;
    for (String text : stop) {
      int at = held.indexOf(text);
      int end = at + text.length();
      boolean better = end < firstEnd || end == firstEnd && text.length() > first.length();
      if (at >= 0 && better) {
        first = text;
        firstEnd = end;
      }
    }
    return first;
  }

  /** The length of the longest end of the held text with which a stop text begins. */
  private int possibleStopLength() {
    int longest = 0;
    for (String text : stop) {
      for (int length = Math.min(text.length() - 1, held.length()); length > longest; length--) {
        if (endsWithStart(text, length)) {
          longest = length;
        }
      }
    }
    return longest;
  }

  private boolean endsWithStart(String text, int length) {
    int from = held.length() - length;
    int i = 0;
    while (i < length && held.charAt(from + i) == text.charAt(i)) {
      i++;
    }
    return i == length;
  }
}
