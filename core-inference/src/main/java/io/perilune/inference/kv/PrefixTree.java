package io.perilune.inference.kv;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The prefixes of one owner, and which of their leaves belong to a named conversation: a client's
 * session, whose title requests and sub-agents bear the same name as its main conversation.
 */
final class PrefixTree {
  /** The leaves of one conversation that are kept in mind; the oldest goes first. */
  private static final int LEAVES_PER_SESSION = 4;

  private final String owner;
  private final PrefixNode root = new PrefixNode(this);
  private final Map<String, Deque<PrefixNode>> sessions = new HashMap<>();
  private final Map<PrefixNode, String> sessionOf = new HashMap<>();

  PrefixTree(String owner) {
    this.owner = owner;
  }

  String owner() {
    return owner;
  }

  PrefixNode root() {
    return root;
  }

  /** Empty if the node ends no named conversation. */
  String session(PrefixNode node) {
    return sessionOf.getOrDefault(node, "");
  }

  /** A conversation of this name ends at the node for now. */
  void endSession(String session, PrefixNode node, EvictionOrder order) {
    leaveSession(node, EvictionOrder.PLAIN, order);
    for (PrefixNode old : lastOf(session)) {
      if (continues(node, old)) {
        boolean passed = commonDepth(node, old) == old.depth();
        leaveSession(old, passed ? EvictionOrder.PLAIN : EvictionOrder.LEFT, order);
      }
    }
    List<PrefixNode> others = lastOf(session);
    if (others.size() == LEAVES_PER_SESSION) {
      leaveSession(others.getFirst(), EvictionOrder.PLAIN, order);
    }
    join(session, node, order);
  }

  /** A conversation ended at the node when the tree was saved. */
  void restoreSession(String session, PrefixNode node, EvictionOrder order) {
    if (lastOf(session).size() < LEAVES_PER_SESSION) {
      join(session, node, order);
    }
  }

  private List<PrefixNode> lastOf(String session) {
    Deque<PrefixNode> leaves = sessions.get(session);
    return leaves == null ? List.of() : List.copyOf(leaves);
  }

  private void join(String session, PrefixNode node, EvictionOrder order) {
    sessions.computeIfAbsent(session, name -> new ArrayDeque<>()).addLast(node);
    sessionOf.put(node, session);
    order.weigh(node, EvictionOrder.LAST);
  }

  /** A node ends no conversation any more. */
  void leaveSession(PrefixNode node, double weight, EvictionOrder order) {
    String session = sessionOf.remove(node);
    if (session != null) {
      Deque<PrefixNode> leaves = sessions.get(session);
      leaves.remove(node);
      if (leaves.isEmpty()) {
        sessions.remove(session);
      }
      order.weigh(node, weight);
    }
  }

  /** Another node ends a node's conversation from now on. */
  void passSession(PrefixNode from, PrefixNode to, EvictionOrder order) {
    String session = sessionOf.get(from);
    if (session == null) {
      return;
    }
    leaveSession(from, EvictionOrder.PLAIN, order);
    if (!to.isRoot() && !sessionOf.containsKey(to)) {
      join(session, to, order);
    }
  }

  /** All nodes below one, and itself, parents first. */
  static List<PrefixNode> subtree(PrefixNode top) {
    List<PrefixNode> nodes = new ArrayList<>();
    nodes.add(top);
    for (int i = 0; i < nodes.size(); i++) {
      nodes.addAll(nodes.get(i).children());
    }
    return nodes;
  }

  /** Whether a node goes on from the better part of what an older one holds. */
  private static boolean continues(PrefixNode node, PrefixNode old) {
    return 2 * (commonDepth(node, old) + 1) > old.depth() + 1;
  }

  /** The depth of the last node that both have come through; -1 if there is none. */
  private static int commonDepth(PrefixNode a, PrefixNode b) {
    PrefixNode x = a;
    PrefixNode y = b;
    while (x != y) {
      if (x.depth() >= y.depth()) {
        x = x.parent();
      } else {
        y = y.parent();
      }
    }
    return x.depth();
  }
}
