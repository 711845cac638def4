package io.perilune.inference.kv;

import static io.perilune.inference.kv.KvCache.BLOCK_TOKENS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PrefixCacheTest {
  private static final int BLOCKS = 10;

  private final KvCache cache = Rows.cache(BLOCKS);
  private final PrefixCache prefixes = new PrefixCache(cache);

  /** Tokens {@code first, first + 1, ...}. */
  private static int[] tokens(int first, int count) {
    int[] tokens = new int[count];
    for (int i = 0; i < count; i++) {
      tokens[i] = first + i;
    }
    return tokens;
  }

  /** As {@link #tokens}, but other ones from some place on. */
  private static int[] branch(int[] tokens, int at, int count) {
    int[] branch = new int[count];
    for (int i = 0; i < count; i++) {
      branch[i] = i < at ? tokens[i] : -1 - i;
    }
    return branch;
  }

  private KvSequence computed(String owner, int[] tokens) {
    KvSequence sequence = prefixes.open(owner, tokens);
    int missing = Math.ceilDiv(tokens.length - sequence.capacity(), BLOCK_TOKENS);
    assertTrue(prefixes.makeRoom(missing));
    assertTrue(sequence.reserve(tokens.length));
    Rows.write(sequence, owner, tokens, sequence.cachedTokens(), tokens.length);
    return sequence;
  }

  private void keep(String owner, String session, int[] tokens) {
    prefixes.retain(computed(owner, tokens), owner, session, tokens, tokens.length);
  }

  private int found(String owner, int[] prompt) {
    try (KvSequence sequence = prefixes.open(owner, prompt)) {
      Rows.check(sequence, owner, prompt, sequence.cachedTokens());
      return sequence.cachedTokens();
    }
  }

  @Test
  void continuesAConversationFromItsLastToken() {
    keep("a", "", tokens(0, 150));
    assertEquals(150, found("a", tokens(0, 200)));
    assertEquals(149, found("a", tokens(0, 150)));
    assertEquals(63, found("a", tokens(0, 64)));
    assertEquals(64, found("a", tokens(0, 65)));
    assertEquals(0, found("a", tokens(0, 1)));
    assertEquals(100, found("a", branch(tokens(0, 150), 100, 150)));
  }

  @Test
  void anOwnerFindsOnlyItsOwnPrefixes() {
    keep("a", "", tokens(0, 150));
    assertEquals(0, found("b", tokens(0, 150)));
    KvSequence other = prefixes.open("b", tokens(0, 150));
    assertTrue(other.reserve(150));
    assertThrows(
        IllegalArgumentException.class, () -> prefixes.publish(other, "a", tokens(0, 150), 64));
    assertThrows(
        IllegalArgumentException.class, () -> prefixes.retain(other, "a", "", tokens(0, 150), 9));
  }

  @Test
  void sharesTheBlocksOfASequenceThatStillRuns() {
    int[] prompt = tokens(0, 300);
    KvSequence first = prefixes.open("a", prompt);
    assertTrue(first.reserve(300));
    Rows.write(first, "a", prompt, 0, 130);
    prefixes.publish(first, "a", prompt, 130);
    KvSequence second = prefixes.open("a", prompt);
    assertEquals(128, second.cachedTokens());
    assertEquals(first.block(64), second.block(64));
    Rows.write(first, "a", prompt, 130, 300);
    prefixes.publish(first, "a", prompt, 300);
    assertEquals(256, prefixes.advance(second, prompt, 128));
    Rows.check(second, "a", prompt, 256);
  }

  @Test
  void sequencesThatComputedTheSameEndUpWithTheSameBlocks() {
    int[] prompt = tokens(0, 130);
    KvSequence first = prefixes.open("a", prompt);
    KvSequence second = prefixes.open("a", prompt);
    for (KvSequence sequence : new KvSequence[] {first, second}) {
      assertTrue(sequence.reserve(130));
      Rows.write(sequence, "a", prompt, 0, 130);
    }
    int free = cache.freeTokens();
    prefixes.publish(first, "a", prompt, 130);
    prefixes.publish(second, "a", prompt, 130);
    assertEquals(first.block(0), second.block(0));
    assertEquals(free + 2 * BLOCK_TOKENS, cache.freeTokens());
    Rows.check(second, "a", prompt, 130);
  }

  @Test
  void aCopiedBlockIsWrittenByItsSequenceAlone() {
    int[] old = tokens(0, 100);
    keep("a", "", old);
    int[] prompt = branch(old, 80, 120);
    KvSequence sequence = prefixes.open("a", prompt);
    assertEquals(80, sequence.cachedTokens());
    assertTrue(sequence.reserve(120));
    Rows.write(sequence, "a", prompt, 80, 120);
    Rows.check(sequence, "a", prompt, 120);
    assertEquals(100, found("a", tokens(0, 120)));
  }

  @Test
  void evictsTheConversationThatWasUsedLeastRecently() {
    keep("a", "", tokens(0, 128));
    keep("a", "", tokens(1000, 128));
    keep("b", "", tokens(2000, 128));
    assertEquals(127, found("a", tokens(0, 128)));
    assertTrue(prefixes.makeRoom(BLOCKS - 4));
    assertEquals(0, found("a", tokens(1000, 128)));
    assertEquals(127, found("a", tokens(0, 128)));
    assertEquals(127, found("b", tokens(2000, 128)));
    assertEquals(2, prefixes.evictedBlocks());
  }

  @Test
  void evictsFromTheEndOfAConversation() {
    keep("a", "", tokens(0, 320));
    assertTrue(prefixes.makeRoom(BLOCKS - 3));
    assertEquals(192, found("a", tokens(0, 320)));
    assertEquals(192, prefixes.retainedTokens());
  }

  @Test
  void theLastPrefixOfAConversationOutlivesOthers() {
    keep("a", "mine", tokens(0, 128));
    keep("a", "", tokens(1000, 128));
    assertTrue(prefixes.makeRoom(BLOCKS - 2));
    assertEquals(127, found("a", tokens(0, 128)));
    assertEquals(0, found("a", tokens(1000, 128)));
  }

  @Test
  void aBranchThatItsConversationHasLeftGoesFirst() {
    int[] first = tokens(0, 256);
    keep("a", "", tokens(1000, 128));
    keep("a", "mine", first);
    keep("a", "mine", branch(first, 192, 256));
    assertTrue(prefixes.makeRoom(BLOCKS - 6));
    assertEquals(127, found("a", tokens(1000, 128)));
    assertEquals(192, found("a", first));
    assertEquals(255, found("a", branch(first, 192, 256)));
  }

  @Test
  void aSideRequestOfAConversationDoesNotReplaceIt() {
    keep("a", "mine", tokens(0, 256));
    keep("a", "mine", tokens(5000, 64));
    keep("a", "", tokens(1000, 128));
    assertTrue(prefixes.makeRoom(BLOCKS - 5));
    assertEquals(255, found("a", tokens(0, 256)));
    assertEquals(63, found("a", tokens(5000, 64)));
    assertEquals(0, found("a", tokens(1000, 128)));
  }

  @Test
  void evictsNothingInVainAndNothingInUse() {
    KvSequence running = computed("a", tokens(0, 300));
    prefixes.publish(running, "a", tokens(0, 300), 300);
    keep("a", "", tokens(1000, 128));
    assertFalse(prefixes.makeRoom(6));
    assertEquals(0, prefixes.evictedBlocks());
    assertTrue(prefixes.makeRoom(5));
    assertEquals(2, prefixes.evictedBlocks());
    Rows.check(running, "a", tokens(0, 300), 300);
  }

  @Test
  void sharesWholeBlocksOnlyIfThereIsNoRoomForACopy() {
    keep("a", "", tokens(0, 100));
    try (KvSequence other = cache.open()) {
      assertTrue(other.reserve(cache.freeTokens()));
      assertEquals(64, found("a", tokens(0, 200)));
    }
    assertEquals(100, found("a", tokens(0, 200)));
  }

  @Test
  void aDiscardedSequenceIsFoundNoMore() {
    keep("a", "one", tokens(0, 200));
    keep("a", "two", tokens(1000, 100));
    KvSequence bystander = computed("a", tokens(0, 200));
    KvSequence bad = computed("a", tokens(0, 190));
    prefixes.discard(bad);
    assertEquals(0, found("a", tokens(0, 200)));
    assertEquals(99, found("a", tokens(1000, 100)));
    Rows.check(bystander, "a", tokens(0, 200), 200);
    prefixes.retain(bystander, "a", "one", tokens(0, 200), 200);
    assertEquals(0, found("a", tokens(0, 200)));
    assertEquals(100, prefixes.retainedTokens());
  }

  @Test
  void keepsWhatACancelledPromptHasGot() {
    int[] prompt = tokens(0, 300);
    KvSequence sequence = prefixes.open("a", prompt);
    assertTrue(sequence.reserve(300));
    Rows.write(sequence, "a", prompt, 0, 97);
    prefixes.retain(sequence, "a", "", prompt, 97);
    assertEquals(97, found("a", prompt));
    assertEquals(1, prefixes.hits());
  }

  @Test
  void refusesTokensThatCannotHaveBeenComputed() {
    KvSequence sequence = prefixes.open("a", tokens(0, 10));
    assertTrue(sequence.reserve(64));
    assertThrows(
        IllegalArgumentException.class,
        () -> prefixes.publish(sequence, "a", tokens(0, 200), 65 + 64));
    assertThrows(
        IllegalArgumentException.class,
        () -> prefixes.retain(sequence, "a", "", tokens(0, 10), 11));
  }
}
