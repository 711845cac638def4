package io.perilune.server.chat;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The reasoning of answers, for clients that send answers back without it: many models must see
 * their reasoning again to go on, and a prompt that repeats what was generated is found in the
 * cache. It comes back only where the conversation up to the answer and the answer itself are the
 * same, so that nobody sees the reasoning of another's conversation. Bounded: what was not used for
 * the longest time is forgotten first. Thread-safe.
 */
public final class ReasoningMemory {
  /** The most characters of reasoning that are kept in all. */
  static final int CHARS_MAX = 16 << 20;

  private final int charsMax;
  private final Map<ConversationDigest, String> reasoning = new LinkedHashMap<>(16, 0.75f, true);
  private long chars;

  /** Remembers nothing yet. */
  public ReasoningMemory() {
    this(CHARS_MAX);
  }

  ReasoningMemory(int charsMax) {
    this.charsMax = charsMax;
  }

  /**
   * Keeps the reasoning of an answer, if it has any.
   *
   * @param conversation the messages before it, as the client sent them
   */
  void keep(List<ChatMessage> conversation, ChatMessage answer) {
    if (answer.reasoning() == null || answer.reasoning().length() > charsMax) {
      return;
    }
    ConversationDigest digest = ConversationDigest.EMPTY;
    for (ChatMessage message : conversation) {
      digest = digest.then(message);
    }
    put(digest.then(answer), answer.reasoning());
  }

  /** The same messages; answers without reasoning have theirs again where it is known. */
  List<ChatMessage> restored(List<ChatMessage> messages) {
    List<ChatMessage> restored = new ArrayList<>(messages.size());
    ConversationDigest digest = ConversationDigest.EMPTY;
    for (ChatMessage message : messages) {
      digest = digest.then(message);
      String known =
          message.role() == Role.ASSISTANT && message.reasoning() == null ? find(digest) : null;
      restored.add(known == null ? message : message.withReasoning(known));
    }
    return restored;
  }

  private synchronized String find(ConversationDigest digest) {
    return reasoning.get(digest);
  }

  private synchronized void put(ConversationDigest digest, String text) {
    String old = reasoning.put(digest, text);
    chars += text.length() - (old == null ? 0 : old.length());
    var eldest = reasoning.entrySet().iterator();
    while (chars > charsMax) {
      chars -= eldest.next().getValue().length();
      eldest.remove();
    }
  }
}
