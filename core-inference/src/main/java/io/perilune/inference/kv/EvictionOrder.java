package io.perilune.inference.kv;

import java.util.Comparator;
import java.util.Iterator;
import java.util.TreeSet;

/**
 * The leaves of all prefix trees, least valuable first. The value follows the GreedyDual rule
 * (Young, "The k-server dual and loose competitiveness for paging", 1994):
 *
 * <pre>value = level at last use + min(1 + position / 8192, 4) * weight</pre>
 *
 * <p>The level is the value of the last leaf that was evicted, or zero: it rises, so what is not
 * used again is overtaken by whatever is. Among leaves of equal cost, and equal weight, this is the
 * order of last use. The cost of computing a block anew is that of the layers' products, which is
 * the same everywhere, and of attention, which grows with the position; at 8192 both are about
 * equal in common models. It is capped so that a long conversation that nobody continues does not
 * outlive many shorter ones. The weight is 2 for what a client is likely to continue, the last
 * leaves of its conversation; 1/2 for a branch that the conversation has left; 1 for the rest.
 *
 * <p>Used by the cache's thread only.
 */
final class EvictionOrder {
  /** The weight of the last leaf of a named conversation. */
  static final double LAST = 2;

  /** The weight where nothing is known. */
  static final double PLAIN = 1;

  /** The weight of a branch that its conversation has left. */
  static final double LEFT = 0.5;

  private static final double POSITION_OF_DOUBLE_COST = 8192;
  private static final double COST_MAX = 4;

  private static final Comparator<PrefixNode> LEAST_VALUABLE_FIRST =
      Comparator.<PrefixNode>comparingDouble(node -> node.worth().value)
          .thenComparingLong(node -> node.worth().lastUse)
          .thenComparingInt(PrefixNode::block);

  private final TreeSet<PrefixNode> leaves = new TreeSet<>(LEAST_VALUABLE_FIRST);
  private long now;
  private double level;

  /** What is used from here on is younger than what was used before. */
  void tick() {
    now++;
  }

  /** Takes in a node that has become a leaf. */
  void add(PrefixNode leaf) {
    Worth worth = leaf.worth();
    worth.value = worth.level + cost(leaf) * worth.weight;
    leaves.add(leaf);
  }

  /** Takes a node out that is a leaf no more; does nothing if it was none. */
  void remove(PrefixNode node) {
    leaves.remove(node);
  }

  /** A node and all before it have been used now. */
  void use(PrefixNode node) {
    boolean leaf = leaves.remove(node);
    for (PrefixNode n = node; !n.isRoot(); n = n.parent()) {
      n.worth().lastUse = now;
      n.worth().level = level;
    }
    if (leaf) {
      add(node);
    }
  }

  void weigh(PrefixNode node, double weight) {
    boolean leaf = leaves.remove(node);
    node.worth().weight = weight;
    if (leaf) {
      add(node);
    }
  }

  /**
   * The least valuable leaf that no sequence uses, if there is one. The level rises to its value.
   * At most as many leaves are passed over as there are sequences.
   */
  PrefixNode nextToGo(BlockPool pool) {
    for (Iterator<PrefixNode> i = leaves.iterator(); i.hasNext(); ) {
      PrefixNode leaf = i.next();
      if (!pool.busy(leaf.block())) {
        level = Math.max(level, leaf.worth().value);
        return leaf;
      }
    }
    return null;
  }

  private static double cost(PrefixNode leaf) {
    double position = (double) leaf.depth() * KvCache.BLOCK_TOKENS;
    return Math.min(1 + position / POSITION_OF_DOUBLE_COST, COST_MAX);
  }
}
