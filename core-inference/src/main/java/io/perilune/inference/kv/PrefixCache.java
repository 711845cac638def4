package io.perilune.inference.kv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Prefixes whose keys and values are in the cache, so that a sequence that begins like an earlier
 * one need not compute them again. They form one tree per owner, of blocks; what one owner has
 * computed no other ever finds, not even by the time an answer takes.
 *
 * <p>The life of a sequence: {@link #open}; {@link #publish} after each step; then one of {@link
 * #retain}, {@link #discard} and {@link KvSequence#close}. Complete blocks are shared by counting
 * their users; a block that only begins as needed is copied, so reuse is exact to the token.
 * Retained blocks stay until {@link #makeRoom} evicts them, least valuable first (the formula is
 * that of {@link EvictionOrder}).
 *
 * <p>Used by the cache's thread only, apart from the numbers, which any thread may read.
 */
public final class PrefixCache {
  /** The longest name of an owner, in characters. */
  public static final int OWNER_LENGTH_MAX = 256;

  /** A session's name that is longer is no hint. */
  public static final int SESSION_LENGTH_MAX = 256;

  private static final int BLOCK = KvCache.BLOCK_TOKENS;

  private final KvCache cache;
  private final BlockPool pool;
  private final Map<String, PrefixTree> trees = new HashMap<>();
  private final EvictionOrder order = new EvictionOrder();

  private volatile long retainedTokens;
  private volatile long evictedBlocks;
  private volatile long hits;

  /** No prefixes yet; the cache may be used beside this object for sequences that share nothing. */
  public PrefixCache(KvCache cache) {
    this.cache = cache;
    this.pool = cache.pool();
  }

  /** The cache whose blocks are shared. */
  public KvCache cache() {
    return cache;
  }

  /**
   * Opens a sequence with the longest known prefix of a prompt: {@link KvSequence#cachedTokens}
   * tells its length, which is at most {@code prompt.length - 1}, since the last token has to be
   * computed for its logits. The copy of a block may evict another; if none can be had, the prefix
   * ends with the last complete block.
   *
   * @param owner who asks, such as a digest of the API key: the key itself would end up in files
   * @throws IllegalArgumentException if the owner's name is longer than {@value #OWNER_LENGTH_MAX}
   */
  public KvSequence open(String owner, int[] prompt) {
    if (owner.length() > OWNER_LENGTH_MAX) {
      throw new IllegalArgumentException(
          "an owner's name has " + owner.length() + " characters of at most " + OWNER_LENGTH_MAX);
    }
    KvSequence sequence = new KvSequence(cache, owner);
    order.tick();
    int cached = share(sequence, prompt, 0);
    sequence.setCachedTokens(cached);
    if (cached > 0) {
      hits++;
    }
    return sequence;
  }

  /**
   * Skips what other sequences of the owner have computed meanwhile: of two that were opened with
   * the same prompt, the second follows the first. To be called between two steps of a prefill.
   *
   * @param prompt that of {@link #open}
   * @param computed how many of its tokens the sequence has
   * @return how many it has now, {@code computed} or more
   */
  public int advance(KvSequence sequence, int[] prompt, int computed) {
    publish(sequence, sequence.owner(), prompt, computed);
    return share(sequence, prompt, computed);
  }

  private int share(KvSequence sequence, int[] prompt, int computed) {
    PrefixTree tree = trees.get(sequence.owner());
    if (tree == null || cutOff(sequence)) {
      return computed;
    }
    int limit = prompt.length - 1;
    int length = computed;
    PrefixNode node = sequence.tip() == null ? tree.root() : sequence.tip();
    while (true) {
      int from = (node.depth() + 1) * BLOCK;
      int to = Math.min(from + BLOCK, limit);
      PrefixNode child = length < to ? node.closestChild(prompt, from, to) : null;
      int common = child == null ? 0 : child.common(prompt, from, to);
      if (common == BLOCK) {
        sequence.follow(child);
        length = from + BLOCK;
        node = child;
        continue;
      }
      if (from + common > length && copy(child, common, sequence)) {
        length = from + common;
        node = child;
      }
      break;
    }
    if (length > computed) {
      order.use(node);
    }
    return length;
  }

  /** Copies the first rows of a node's block to the sequence's next one; false if there is none. */
  private boolean copy(PrefixNode node, int rows, KvSequence sequence) {
    int position = node.depth() * BLOCK;
    // The source is in use meanwhile, so that it cannot be what makes room.
    pool.share(node.block());
    boolean room =
        position < sequence.capacity() || makeRoom(1) && sequence.reserve(position + rows);
    if (room) {
      cache.copyRows(node.block(), sequence.block(position), rows);
    }
    pool.release(node.block());
    return room;
  }

  /**
   * Makes the complete blocks of a running sequence available to others. Costs next to nothing
   * unless a block has become complete since the last call. If others have published the same
   * tokens first, their blocks replace the sequence's own, which become free.
   *
   * @param owner that of {@link #open}
   * @param tokens the sequence's tokens, at least {@code computed}; copied
   * @param computed how many of its positions hold the keys and values of {@code tokens}: without
   *     drafts that were rejected
   * @throws IllegalArgumentException if the sequence is another owner's or has no room for so many
   */
  public void publish(KvSequence sequence, String owner, int[] tokens, int computed) {
    int complete = computed / BLOCK;
    if (complete <= sequence.sharedBlocks() && owner.equals(sequence.owner())) {
      return;
    }
    check(sequence, owner, tokens, computed);
    if (cutOff(sequence)) {
      return;
    }
    for (int i = sequence.sharedBlocks(); i < complete; i++) {
      PrefixNode parent = i == 0 ? tree(owner).root() : sequence.tip();
      sequence.follow(attach(parent, tokens, i * BLOCK, (i + 1) * BLOCK, sequence));
    }
    order.use(sequence.tip());
  }

  /**
   * Ends a sequence and keeps what it has computed, a last block that is not complete included, as
   * a prefix. Also for generations that were cancelled in the middle of their prompt.
   *
   * @param owner that of {@link #open}
   * @param session what the client calls its conversation, or empty. The last prefix of a
   *     conversation is worth more than others, a branch that it has left is worth less; what is
   *     reused does not depend on it. A name of more than {@value #SESSION_LENGTH_MAX} characters
   *     counts as empty.
   * @param tokens as for {@link #publish}
   * @param computed as for {@link #publish}
   * @throws IllegalArgumentException as {@link #publish} does
   */
  public void retain(
      KvSequence sequence, String owner, String session, int[] tokens, int computed) {
    check(sequence, owner, tokens, computed);
    order.tick();
    publish(sequence, owner, tokens, computed);
    int complete = computed / BLOCK;
    if (computed > 0 && !cutOff(sequence)) {
      PrefixNode end = complete == 0 ? tree(owner).root() : node(sequence, complete);
      if (computed % BLOCK > 0) {
        end = attach(end, tokens, complete * BLOCK, computed, sequence);
      }
      order.use(end);
      if (!session.isEmpty() && session.length() <= SESSION_LENGTH_MAX) {
        end.tree().endSession(session, end, order);
      }
    }
    sequence.close();
  }

  /**
   * Ends a sequence whose results are not to be trusted, such as NaN logits. Whatever has the first
   * block in common with it is found no more, since any of its rows may be to blame; sequences that
   * run go on.
   */
  public void discard(KvSequence sequence) {
    if (sequence.tip() != null && !cutOff(sequence)) {
      PrefixNode top = node(sequence, 1);
      top.parent().remove(top);
      for (PrefixNode node : PrefixTree.subtree(top)) {
        node.tree().leaveSession(node, EvictionOrder.PLAIN, order);
        order.remove(node);
        node.detach();
        forget(node);
      }
      dropIfEmpty(top.tree());
    }
    sequence.close();
  }

  /**
   * Evicts retained blocks that no sequence uses until so many blocks are free.
   *
   * @return false, and nothing is evicted, if that cannot be
   */
  public boolean makeRoom(int blocks) {
    if (blocks > (long) pool.freeCount() + pool.idleCount()) {
      return false;
    }
    while (pool.freeCount() < blocks) {
      PrefixNode leaf = order.nextToGo(pool);
      leaf.tree().passSession(leaf, leaf.parent(), order);
      take(leaf);
      evictedBlocks++;
    }
    return true;
  }

  /** Tokens that can be found now, those of running sequences included. */
  public long retainedTokens() {
    return retainedTokens;
  }

  /** Blocks that have had to make room so far. */
  public long evictedBlocks() {
    return evictedBlocks;
  }

  /** How often {@link #open} has found a prefix. */
  public long hits() {
    return hits;
  }

  /** All nodes but the roots, parents before their children. */
  List<PrefixNode> nodes() {
    List<PrefixNode> nodes = new ArrayList<>();
    for (PrefixTree tree : trees.values()) {
      for (PrefixNode top : tree.root().children()) {
        nodes.addAll(PrefixTree.subtree(top));
      }
    }
    return nodes;
  }

  /**
   * Takes over trees that were built elsewhere, of blocks that have no other user.
   *
   * @param nodes theirs, most recently used and parents first
   * @param sessions the names of the conversations whose last node is a key
   * @throws IllegalStateException if there are prefixes already; the blocks stay the caller's
   */
  void adopt(List<PrefixTree> grown, List<PrefixNode> nodes, Map<PrefixNode, String> sessions) {
    if (!trees.isEmpty()) {
      throw new IllegalStateException(
          "the cache has prefixes already; restore them into a new one");
    }
    for (PrefixTree tree : grown) {
      if (!tree.root().isLeaf()) {
        trees.put(tree.owner(), tree);
      }
    }
    for (PrefixNode node : nodes.reversed()) {
      pool.retain(node.block());
      pool.release(node.block());
      retainedTokens += node.size();
      order.tick();
      if (node.isLeaf()) {
        order.add(node);
        order.use(node);
      }
      if (sessions.containsKey(node)) {
        node.tree().restoreSession(sessions.get(node), node, order);
      }
    }
  }

  /** Puts a sequence's block into the tree, unless the tree has one with the same tokens. */
  private PrefixNode attach(
      PrefixNode parent, int[] tokens, int from, int to, KvSequence sequence) {
    PrefixNode closest = parent.closestChild(tokens, from, to);
    int common = closest == null ? 0 : closest.common(tokens, from, to);
    if (common == to - from) {
      return closest;
    }
    PrefixNode node =
        new PrefixNode(parent, Arrays.copyOfRange(tokens, from, to), sequence.block(from));
    boolean longer = common > 0 && common == closest.size();
    add(node);
    if (longer) {
      node.tree().passSession(closest, node, order);
      take(closest);
    }
    return node;
  }

  private void add(PrefixNode node) {
    PrefixNode parent = node.parent();
    pool.retain(node.block());
    retainedTokens += node.size();
    order.remove(parent);
    parent.add(node);
    order.add(node);
  }

  /** Takes a leaf out of its tree. */
  private void take(PrefixNode leaf) {
    PrefixNode parent = leaf.parent();
    order.remove(leaf);
    parent.remove(leaf);
    leaf.detach();
    forget(leaf);
    if (!parent.isLeaf()) {
      return;
    }
    if (parent.isRoot()) {
      dropIfEmpty(leaf.tree());
    } else {
      order.add(parent);
    }
  }

  private void forget(PrefixNode node) {
    pool.forget(node.block());
    retainedTokens -= node.size();
  }

  private PrefixTree tree(String owner) {
    return trees.computeIfAbsent(owner, PrefixTree::new);
  }

  private void dropIfEmpty(PrefixTree tree) {
    if (tree.root().isLeaf()) {
      trees.remove(tree.owner(), tree);
    }
  }

  /** The node of a sequence's block number {@code count}, from 1. */
  private static PrefixNode node(KvSequence sequence, int count) {
    PrefixNode node = sequence.tip();
    while (node.depth() >= count) {
      node = node.parent();
    }
    return node;
  }

  /** Whether the sequence's blocks have been discarded since it took them. */
  private static boolean cutOff(KvSequence sequence) {
    return sequence.tip() != null && sequence.tip().detached();
  }

  private static void check(KvSequence sequence, String owner, int[] tokens, int computed) {
    if (!owner.equals(sequence.owner())) {
      throw new IllegalArgumentException("the sequence was opened for another owner");
    }
    if (computed < 0 || computed > tokens.length || computed > sequence.capacity()) {
      throw new IllegalArgumentException(
          computed
              + " computed tokens of "
              + tokens.length
              + " in a sequence with room for "
              + sequence.capacity());
    }
  }
}
