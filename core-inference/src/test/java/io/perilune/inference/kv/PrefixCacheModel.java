package io.perilune.inference.kv;

import static io.perilune.inference.kv.KvCache.BLOCK_TOKENS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Random lives of sequences, and a plain model beside them: the lists of tokens that are known. */
final class PrefixCacheModel {
  private static final int BLOCKS = 12;
  private static final int STEPS = 120;
  private static final int LENGTH_MAX = 5 * BLOCK_TOKENS;
  private static final List<String> OWNERS = List.of("a", "b");
  private static final List<String> SESSIONS = List.of("", "one", "two");
  private static final int[] PIECES = {1, 7, 63, 64, 65, 100, 128};

  /** A sequence as a client of the cache sees it. */
  private static final class Running {
    final String owner;
    final int[] tokens;
    final KvSequence sequence;
    int computed;

    Running(String owner, int[] tokens, KvSequence sequence) {
      this.owner = owner;
      this.tokens = tokens;
      this.sequence = sequence;
      this.computed = sequence.cachedTokens();
    }
  }

  /** The model: for each owner, the tokens of each known block and of all blocks before it. */
  private record Known(String owner, List<Integer> tokens) {}

  private final Random random;
  private final KvCache cache = Rows.cache(BLOCKS);
  private final PrefixCache prefixes = new PrefixCache(cache);
  private final List<Running> running = new ArrayList<>();
  private final Set<Known> known = new HashSet<>();
  private long evicted;

  PrefixCacheModel(long seed) {
    random = new Random(seed);
  }

  /** Takes random steps and compares after each. */
  void live() {
    for (int i = 0; i < STEPS; i++) {
      int action = running.isEmpty() ? 0 : random.nextInt(12);
      switch (action) {
        case 0, 1 -> open();
        case 2, 3, 4, 5 -> compute(any());
        case 6 -> advance(any());
        case 7, 8 -> retain(any());
        case 9 -> end(any());
        case 10 -> discard(any());
        default -> makeRoom();
      }
      noteEvictions();
      checkBalance();
      checkContents();
    }
  }

  /** Ends what runs and evicts everything. */
  void end() {
    while (!running.isEmpty()) {
      end(running.getFirst());
    }
    assertTrue(prefixes.makeRoom(BLOCKS));
    assertEquals(BLOCKS * BLOCK_TOKENS, cache.freeTokens());
    assertEquals(0, prefixes.retainedTokens());
  }

  PrefixCache prefixes() {
    return prefixes;
  }

  private Running any() {
    return running.get(random.nextInt(running.size()));
  }

  private void open() {
    String owner = OWNERS.get(random.nextInt(OWNERS.size()));
    int[] prompt = prompt();
    int expected = longestKnown(owner, prompt, prompt.length - 1);
    Running opened = new Running(owner, prompt, prefixes.open(owner, prompt));
    running.add(opened);
    checkLength(expected, opened.computed);
    assertTrue(opened.sequence.capacity() >= opened.computed);
  }

  private void advance(Running r) {
    int expected = Math.max(r.computed, longestKnown(r.owner, r.tokens, r.tokens.length - 1));
    r.computed = prefixes.advance(r.sequence, r.tokens, r.computed);
    publishKnown(r);
    checkLength(expected, r.computed);
  }

  /** The prefix is the longest one, or its last block could not be copied for want of room. */
  private void checkLength(int expected, int actual) {
    if (actual != expected) {
      assertEquals(expected / BLOCK_TOKENS * BLOCK_TOKENS, actual);
      assertEquals(0, cache.freeTokens());
    }
  }

  private void compute(Running r) {
    int to = Math.min(r.tokens.length, r.computed + 1 + random.nextInt(2 * BLOCK_TOKENS));
    int more = Math.ceilDiv(to - r.sequence.capacity(), BLOCK_TOKENS);
    int room = (cache.freeTokens() + cache.idleTokens()) / BLOCK_TOKENS;
    int before = cache.freeTokens();
    boolean made = prefixes.makeRoom(more);
    noteEvictions();
    assertEquals(more <= room, made);
    if (!made) {
      assertEquals(before, cache.freeTokens());
      return;
    }
    assertTrue(r.sequence.reserve(to));
    Rows.write(r.sequence, r.owner, r.tokens, r.computed, to);
    r.computed = to;
    if (random.nextInt(4) > 0) {
      prefixes.publish(r.sequence, r.owner, r.tokens, r.computed);
      publishKnown(r);
    }
  }

  private void retain(Running r) {
    String session = SESSIONS.get(random.nextInt(SESSIONS.size()));
    boolean cutOff = cutOff(r);
    prefixes.retain(r.sequence, r.owner, session, r.tokens, r.computed);
    if (!cutOff) {
      learn(r.owner, r.tokens, r.computed);
    }
    running.remove(r);
    assertEquals(0, r.sequence.capacity());
  }

  private void end(Running r) {
    r.sequence.close();
    running.remove(r);
  }

  private void discard(Running r) {
    boolean inTree = r.sequence.sharedBlocks() > 0 && !cutOff(r);
    prefixes.discard(r.sequence);
    running.remove(r);
    if (inTree) {
      List<Integer> first = list(r.tokens, BLOCK_TOKENS);
      known.removeIf(
          k ->
              k.owner.equals(r.owner)
                  && k.tokens.size() >= BLOCK_TOKENS
                  && k.tokens.subList(0, BLOCK_TOKENS).equals(first));
    }
  }

  private void makeRoom() {
    int blocks = random.nextInt(BLOCKS + 1);
    int free = cache.freeTokens() / BLOCK_TOKENS;
    boolean possible = blocks <= free + cache.idleTokens() / BLOCK_TOKENS;
    long before = prefixes.evictedBlocks();
    assertEquals(possible, prefixes.makeRoom(blocks));
    long expected = possible ? Math.max(0, blocks - free) : 0;
    assertEquals(expected, prefixes.evictedBlocks() - before);
  }

  private static boolean cutOff(Running r) {
    return r.sequence.tip() != null && r.sequence.tip().detached();
  }

  private void publishKnown(Running r) {
    if (!cutOff(r)) {
      learn(r.owner, r.tokens, r.computed / BLOCK_TOKENS * BLOCK_TOKENS);
    }
  }

  /** Adds all blocks; one that is the beginning of another is not known by itself. */
  private void learn(String owner, int[] tokens, int length) {
    for (int end = BLOCK_TOKENS; end < length + BLOCK_TOKENS; end += BLOCK_TOKENS) {
      List<Integer> path = list(tokens, Math.min(end, length));
      boolean covered =
          known.stream()
              .anyMatch(
                  k ->
                      k.owner.equals(owner)
                          && blocks(k.tokens) == blocks(path)
                          && startsWith(k.tokens, path));
      if (!covered) {
        known.removeIf(
            k ->
                k.owner.equals(owner)
                    && blocks(k.tokens) == blocks(path)
                    && startsWith(path, k.tokens));
        known.add(new Known(owner, path));
      }
    }
  }

  private static int blocks(List<Integer> path) {
    return Math.ceilDiv(path.size(), BLOCK_TOKENS);
  }

  private static boolean startsWith(List<Integer> longer, List<Integer> shorter) {
    return longer.size() >= shorter.size() && longer.subList(0, shorter.size()).equals(shorter);
  }

  private int longestKnown(String owner, int[] prompt, int limit) {
    int longest = 0;
    for (Known k : known) {
      if (k.owner.equals(owner)) {
        int common = 0;
        while (common < limit
            && common < k.tokens.size()
            && k.tokens.get(common) == prompt[common]) {
          common++;
        }
        longest = Math.max(longest, common);
      }
    }
    return longest;
  }

  /** What the tree lacks is what has been evicted; nobody may have been using it. */
  private void noteEvictions() {
    Set<Known> actual = new HashSet<>();
    for (PrefixNode node : prefixes.nodes()) {
      actual.add(new Known(node.tree().owner(), path(node)));
    }
    assertTrue(known.containsAll(actual), "the tree holds what nobody has published");
    assertEquals(prefixes.evictedBlocks() - evicted, known.size() - actual.size());
    known.removeAll(actual);
    for (Known gone : known) {
      for (Running r : running) {
        boolean uses =
            r.owner.equals(gone.owner)
                && !cutOff(r)
                && gone.tokens.size() <= r.sequence.sharedBlocks() * BLOCK_TOKENS
                && startsWith(list(r.tokens, r.tokens.length), gone.tokens);
        assertFalse(uses, "a block in use has been evicted");
      }
    }
    known.clear();
    known.addAll(actual);
    evicted = prefixes.evictedBlocks();
    long tokens = 0;
    for (PrefixNode node : prefixes.nodes()) {
      tokens += node.size();
    }
    assertEquals(tokens, prefixes.retainedTokens());
  }

  private static List<Integer> path(PrefixNode node) {
    List<Integer> tokens = new ArrayList<>();
    for (PrefixNode n = node; !n.isRoot(); n = n.parent()) {
      for (int i = n.size() - 1; i >= 0; i--) {
        tokens.addFirst(n.token(i));
      }
    }
    return tokens;
  }

  private void checkBalance() {
    Map<Integer, Integer> users = new HashMap<>();
    Map<Integer, PrefixNode> retained = new HashMap<>();
    for (PrefixNode node : prefixes.nodes()) {
      assertEquals(null, retained.put(node.block(), node), "one block, two nodes");
      users.merge(node.block(), 1, Integer::sum);
    }
    for (Running r : running) {
      Set<Integer> own = new HashSet<>();
      for (int p = 0; p < r.sequence.capacity(); p += BLOCK_TOKENS) {
        int block = r.sequence.block(p);
        assertTrue(own.add(block));
        users.merge(block, 1, Integer::sum);
      }
    }
    int free = 0;
    int idle = 0;
    for (int block = 0; block < BLOCKS; block++) {
      int count = users.getOrDefault(block, 0);
      assertEquals(count, cache.pool().users(block));
      free += count == 0 ? 1 : 0;
      idle += count == 1 && retained.containsKey(block) ? 1 : 0;
    }
    assertEquals(free * BLOCK_TOKENS, cache.freeTokens());
    assertEquals(idle * BLOCK_TOKENS, cache.idleTokens());
    for (Running r : running) {
      // Only this sequence may write what it has yet to compute.
      for (int p = r.sequence.sharedBlocks() * BLOCK_TOKENS;
          p < r.sequence.capacity();
          p += BLOCK_TOKENS) {
        assertEquals(1, users.get(r.sequence.block(p)));
      }
    }
  }

  private void checkContents() {
    for (Running r : running) {
      Rows.check(r.sequence, r.owner, r.tokens, r.computed);
    }
  }

  /** Tokens in pieces from a few sources, so that many prompts begin alike. */
  private int[] prompt() {
    int[] prompt = new int[1 + random.nextInt(LENGTH_MAX)];
    int length = 0;
    while (length < prompt.length) {
      int source = random.nextInt(3) == 0 ? 1000 : 2000;
      int piece = Math.min(PIECES[random.nextInt(PIECES.length)], prompt.length - length);
      for (int i = 0; i < piece; i++) {
        prompt[length++] = source + i;
      }
    }
    return prompt;
  }

  private static List<Integer> list(int[] tokens, int length) {
    return Arrays.stream(tokens, 0, length).boxed().toList();
  }
}
