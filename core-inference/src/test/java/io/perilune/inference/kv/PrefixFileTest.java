package io.perilune.inference.kv;

import static io.perilune.inference.kv.KvCache.BLOCK_TOKENS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixFileTest {
  private static final byte[] MODEL = new byte[PrefixFile.DIGEST_BYTES];
  private static final int BLOCKS = 12;
  private static final int HEADER_BYTES = 60;

  @TempDir private Path folder;

  private Path path() {
    return folder.resolve("prefixes.kv");
  }

  private PrefixFile file() {
    return new PrefixFile(path(), MODEL);
  }

  /** A cache with prefixes of two owners, one of them named. */
  private static PrefixCache sample() {
    PrefixCache prefixes = new PrefixCache(Rows.cache(BLOCKS));
    keep(prefixes, "a", "mine", tokens(0, 70));
    keep(prefixes, "b", "", tokens(500, 3));
    keep(prefixes, "a", "", tokens(0, 64, 900, 901));
    return prefixes;
  }

  private static int[] tokens(int first, int count, int... more) {
    int[] tokens = new int[count + more.length];
    for (int i = 0; i < count; i++) {
      tokens[i] = first + i;
    }
    System.arraycopy(more, 0, tokens, count, more.length);
    return tokens;
  }

  private static void keep(PrefixCache prefixes, String owner, String session, int[] tokens) {
    KvSequence sequence = prefixes.open(owner, tokens);
    assertTrue(sequence.reserve(tokens.length));
    Rows.write(sequence, owner, tokens, sequence.cachedTokens(), tokens.length);
    prefixes.retain(sequence, owner, session, tokens, tokens.length);
  }

  private static PrefixCache empty() {
    return new PrefixCache(Rows.cache(BLOCKS));
  }

  /** All that a cache knows, in an order of no meaning. */
  private static List<String> contents(PrefixCache prefixes) {
    List<String> contents = new ArrayList<>();
    for (PrefixNode node : prefixes.nodes()) {
      int[] path = path(node);
      contents.add(
          node.tree().owner()
              + Arrays.toString(path)
              + node.tree().session(node)
              + (node.isLeaf() ? node.worth().weight : ""));
      checkRows(prefixes.cache(), node, path);
    }
    contents.sort(null);
    return contents;
  }

  private static void checkRows(KvCache cache, PrefixNode node, int[] path) {
    List<PrefixNode> nodes = new ArrayList<>();
    for (PrefixNode n = node; !n.isRoot(); n = n.parent()) {
      nodes.add(n);
    }
    try (KvSequence sequence = new KvSequence(cache, node.tree().owner())) {
      nodes.reversed().forEach(sequence::follow);
      Rows.check(sequence, node.tree().owner(), path, path.length);
    }
  }

  private static int[] path(PrefixNode node) {
    int[] path = new int[node.depth() * BLOCK_TOKENS + node.size()];
    for (PrefixNode n = node; !n.isRoot(); n = n.parent()) {
      for (int i = 0; i < n.size(); i++) {
        path[n.depth() * BLOCK_TOKENS + i] = n.token(i);
      }
    }
    return path;
  }

  private static void assertEmpty(PrefixCache prefixes) {
    assertEquals(prefixes.cache().capacityTokens(), prefixes.cache().freeTokens());
    assertEquals(0, prefixes.retainedTokens());
    assertEquals(List.of(), prefixes.nodes());
  }

  private String refused(PrefixCache prefixes) {
    String message =
        assertThrows(PrefixFileException.class, () -> file().restore(prefixes)).getMessage();
    assertEmpty(prefixes);
    assertTrue(message.contains(path().toString()), message);
    assertTrue(message.endsWith("; delete it or choose another file"), message);
    return message;
  }

  @Test
  void givesBackWhatWasSaved() throws IOException {
    PrefixCache saved = sample();
    file().save(saved);
    PrefixCache restored = empty();
    assertEquals(saved.retainedTokens(), file().restore(restored));
    assertEquals(contents(saved), contents(restored));
    assertTrue(contents(saved).toString().contains("mine"));
    assertTrue(restored.makeRoom(BLOCKS));
    assertEmpty(restored);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void givesBackWhateverSequencesHaveLeft(long seed) throws IOException {
    PrefixCacheModel model = new PrefixCacheModel(seed);
    model.live();
    file().save(model.prefixes());
    PrefixCache restored = empty();
    file().restore(restored);
    List<String> before = contents(restored);
    assertEquals(contents(model.prefixes()), before);
    file().save(restored);
    PrefixCache again = empty();
    file().restore(again);
    assertEquals(before, contents(again));
  }

  @Test
  void theOldestGoFirstAfterwardsAsTheyWouldHaveBefore() throws IOException {
    file().save(sample());
    PrefixCache restored = empty();
    file().restore(restored);
    assertTrue(restored.makeRoom(BLOCKS - 3));
    assertEquals(0, restored.open("b", tokens(500, 3)).cachedTokens());
    assertEquals(65, restored.open("a", tokens(0, 64, 900, 901)).cachedTokens());
  }

  @Test
  void aSmallerCacheTakesTheMostRecent() throws IOException {
    file().save(sample());
    PrefixCache small = new PrefixCache(Rows.cache(2));
    assertEquals(66, file().restore(small));
    assertEquals(0, small.cache().freeTokens());
    assertTrue(small.makeRoom(2));
  }

  @Test
  void aFileThatIsNotThereHoldsNothing() throws IOException {
    assertEquals(0, file().restore(empty()));
  }

  @Test
  void onlyTheOwnerOfTheFileMayReadIt() throws IOException {
    Files.writeString(path(), "an older file");
    file().save(sample());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path())));
  }

  @Test
  void anyChangedByteIsRefused() throws IOException {
    file().save(sample());
    byte[] bytes = Files.readAllBytes(path());
    PrefixCache prefixes = empty();
    Random random = new Random(1);
    for (int i = 0; i < bytes.length; i++) {
      byte good = bytes[i];
      bytes[i] ^= (byte) (1 + random.nextInt(255));
      Files.write(path(), bytes);
      refused(prefixes);
      bytes[i] = good;
    }
  }

  @Test
  void anyCutAndAnyExtraByteIsRefused() throws IOException {
    file().save(sample());
    byte[] bytes = Files.readAllBytes(path());
    PrefixCache prefixes = empty();
    for (int length = 0; length < bytes.length; length += 1 + length / 50) {
      Files.write(path(), Arrays.copyOf(bytes, length));
      refused(prefixes);
    }
    Files.write(path(), Arrays.copyOf(bytes, bytes.length + 1));
    refused(prefixes);
  }

  /** Whoever forges a file can make the checksum right; nothing else may go wrong then. */
  @Test
  void forgedFilesAreReadOrRefused() throws IOException {
    file().save(sample());
    byte[] bytes = Files.readAllBytes(path());
    Random random = new Random(2);
    int refused = 0;
    for (int i = 0; i < 1500; i++) {
      byte[] forged = bytes.clone();
      int changes = 1 + random.nextInt(3);
      for (int c = 0; c < changes; c++) {
        // Half of them where the counts, the names and the first block's description stand.
        int range = random.nextBoolean() ? 48 : forged.length - HEADER_BYTES - 8;
        int at = HEADER_BYTES + random.nextInt(range);
        ByteBuffer.wrap(forged).order(ByteOrder.LITTLE_ENDIAN).putInt(at, interesting(random));
      }
      Files.write(path(), withChecksum(forged));
      PrefixCache prefixes = empty();
      try {
        file().restore(prefixes);
        assertTrue(prefixes.makeRoom(BLOCKS));
      } catch (PrefixFileException e) {
        refused++;
      }
      assertEmpty(prefixes);
    }
    assertTrue(refused > 100, refused + " refused");
  }

  private static int interesting(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> Integer.MAX_VALUE;
      case 1 -> Integer.MIN_VALUE;
      case 2 -> -1 - random.nextInt(3);
      case 3 -> random.nextInt(4);
      case 4 -> 1 << random.nextInt(31);
      default -> random.nextInt();
    };
  }

  private static byte[] withChecksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, bytes.length - Integer.BYTES);
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(bytes.length - Integer.BYTES, (int) checksum.getValue());
    return bytes;
  }

  @Test
  void saysWhatTheFileWasMadeFor() throws IOException {
    file().save(sample());
    byte[] other = MODEL.clone();
    other[5] = 1;
    PrefixFile ofOther = new PrefixFile(path(), other);
    String message =
        assertThrows(PrefixFileException.class, () -> ofOther.restore(empty())).getMessage();
    assertTrue(message.contains("another model"), message);
    KvCache wider = new KvCache(2, 4, 128, KvCache.Precision.F32);
    assertTrue(refused(new PrefixCache(wider)).contains("values per row: 3 there, 4 here"));
    KvCache half = new KvCache(2, 3, 128, KvCache.Precision.F16);
    assertTrue(refused(new PrefixCache(half)).contains("precision"));
    byte[] bytes = Files.readAllBytes(path());
    bytes[8] = 2;
    Files.write(path(), bytes);
    assertTrue(refused(empty()).contains("version 2"));
  }

  @Test
  void tellsFilesOfOtherKindsFromDamagedOnes() throws IOException {
    file().save(sample());
    byte[] bytes = Files.readAllBytes(path());
    bytes[HEADER_BYTES]++;
    Files.write(path(), bytes);
    assertFalse(isForeign());
    for (String content : new String[] {"", "GGUF", "GGUF is another format"}) {
      Files.writeString(path(), content);
      assertTrue(isForeign());
    }
    Files.delete(path());
    Files.createDirectory(path());
    assertTrue(isForeign());
  }

  private boolean isForeign() {
    return assertThrows(PrefixFileException.class, () -> file().restore(empty())).isForeign();
  }

  @Test
  void aFailedSaveLeavesNothingBehind() throws IOException {
    Files.createDirectories(path().resolve("in the way"));
    String message =
        assertThrows(PrefixFileException.class, () -> file().save(sample())).getMessage();
    assertTrue(message.contains(path().toString()), message);
    assertTrue(message.endsWith("; make room there or choose another file"), message);
    try (var files = Files.list(folder)) {
      assertEquals(List.of(path()), files.toList());
    }
    PrefixFile nowhere = new PrefixFile(folder.resolve("missing").resolve("x"), MODEL);
    assertThrows(PrefixFileException.class, () -> nowhere.save(sample()));
  }

  @Test
  void aTemporaryFileThatWasLeftBehindIsReplaced() throws IOException {
    Path stale = folder.resolve("prefixes.kv.tmp");
    Files.writeString(stale, "half");
    file().save(sample());
    assertFalse(Files.exists(stale));
    file().restore(empty());
  }

  @Test
  void aFullDiskIsNoticedWhereverItStrikes() throws IOException {
    file().save(sample());
    long size = Files.size(path());
    for (long limit = 0; limit < size; limit += 97) {
      WritableByteChannel full = new FullChannel(limit);
      assertThrows(IOException.class, () -> new PrefixWriter(full).write(sample(), MODEL));
    }
  }

  /** Takes so many bytes and no more. */
  private static final class FullChannel implements WritableByteChannel {
    private long room;

    FullChannel(long room) {
      this.room = room;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      if (room == 0) {
        throw new IOException("No space left on device");
      }
      int n = (int) Math.min(room, source.remaining());
      source.position(source.position() + n);
      room -= n;
      return n;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  @Test
  void restoresIntoAnEmptyCacheOnly() throws IOException {
    PrefixCache prefixes = sample();
    file().save(prefixes);
    List<String> before = contents(prefixes);
    int free = prefixes.cache().freeTokens();
    assertThrows(IllegalStateException.class, () -> file().restore(prefixes));
    assertEquals(before, contents(prefixes));
    assertEquals(free, prefixes.cache().freeTokens());
  }
}
