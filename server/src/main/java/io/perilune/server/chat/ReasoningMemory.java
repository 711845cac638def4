package io.perilune.server.chat;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.Role;
import io.perilune.toolcall.ToolDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The reasoning of answers, for clients that send answers back without it: many models must see
 * their reasoning again to go on, and a prompt that repeats what was generated is found in the
 * cache. It comes back only where the tools offered, the conversation up to the answer and the
 * answer itself are the same, so that nobody sees the reasoning of another's conversation: it may
 * speak of the tools. Bounded: what was not used for the longest time is forgotten first.
 * Thread-safe.
 */
public final class ReasoningMemory {
  /** The most characters of reasoning that are kept in all. */
  static final int CHARS_MAX = 16 << 20;

  /** The most answers whose reasoning is kept: short ones take memory, too. */
  static final int ANSWERS_MAX = 16_384;

  private final int charsMax;
  private final int answersMax;
  private final Map<ConversationDigest, String> reasoning = new LinkedHashMap<>(16, 0.75f, true);
  private long chars;

  /** Remembers nothing yet. */
  public ReasoningMemory() {
    this(CHARS_MAX, ANSWERS_MAX);
  }

  ReasoningMemory(int charsMax, int answersMax) {
    this.charsMax = charsMax;
    this.answersMax = answersMax;
  }

  /**
   * Keeps the reasoning of an answer, if it has any.
   *
   * @param tools those that the client offered
   * @param conversation the messages before it, as the client sent them
   */
  void keep(List<ToolDefinition> tools, List<ChatMessage> conversation, ChatMessage answer) {
    if (answer.reasoning() == null || answer.reasoning().length() > charsMax) {
      return;
    }
    ConversationDigest digest = ConversationDigest.of(tools);
    for (ChatMessage message : conversation) {
      digest = digest.then(message);
    }
    put(digest.then(answer), answer.reasoning());
  }

  /** The same messages; answers without reasoning have theirs again where it is known. */
  List<ChatMessage> restored(List<ToolDefinition> tools, List<ChatMessage> messages) {
    List<ChatMessage> restored = new ArrayList<>(messages.size());
    ConversationDigest digest = ConversationDigest.of(tools);
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
    while (chars > charsMax || reasoning.size() > answersMax) {
      chars -= eldest.next().getValue().length();
      eldest.remove();
    }
  }
}
