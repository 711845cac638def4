package io.perilune.inference.engine;

import io.perilune.inference.kv.KvCache;
import io.perilune.inference.kv.KvSequence;
import io.perilune.inference.kv.PrefixCache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Who computes: the sequences in slots, and those that were preempted and wait for one again. Gives
 * them blocks of the KV cache. Used by the scheduler's thread only.
 *
 * <p>A sequence starts with blocks for all its tokens and a part of its output and gets more as it
 * grows. Where blocks are short, retained prefixes go first. Then sequences are preempted: the one
 * whose reader has stalled longest, or else the youngest. The oldest therefore always goes on.
 *
 * <p>Free slots go to preempted sequences, the oldest first, then to the queue's candidates. Who
 * finds no room may be overtaken by smaller ones {@link RequestQueue#OVERTAKEN_MAX} times; then
 * nobody gets a slot until there is room for it. A candidate whose prompt begins like one that is
 * being computed for the same owner waits until that part is done, and then shares it.
 */
final class Slots {
  /** After this time with a full ring a sequence loses its slot if another could use it. */
  static final Duration STALL_LIMIT = Duration.ofSeconds(2);

  private static final System.Logger LOG = System.getLogger(Slots.class.getName());
  private static final Comparator<Sequence> OLDEST_FIRST = Comparator.comparingLong(Sequence::age);

  private static final String CANNOT_START =
      "a generation ends, because choosing its tokens cannot begin: ";

  private enum Admission {
    ADMITTED,
    NO_ROOM,
    NOBODY_WAITS
  }

  private final PrefixCache prefixes;
  private final RequestQueue queue;
  private final EngineMeter meter;
  private final Function<GenerationRequest, TokenChooser> choosers;
  private final int slots;
  private final int answerReserve;

  /** Oldest first, as are the preempted. */
  private final List<Sequence> active = new ArrayList<>();

  private final List<Sequence> preempted = new ArrayList<>();

  private long admitted;

  /** How often blocks were given back; the time by which denials are told. */
  private long releases;

  Slots(
      PrefixCache prefixes,
      RequestQueue queue,
      EngineMeter meter,
      Function<GenerationRequest, TokenChooser> choosers,
      EngineOptions options) {
    this.prefixes = prefixes;
    this.queue = queue;
    this.meter = meter;
    this.choosers = choosers;
    this.slots = options.slots();
    this.answerReserve = options.answerReserve();
  }

  /** The sequences in slots, the oldest first; changes with every other call. */
  List<Sequence> active() {
    return active;
  }

  /** How many generations wait for a slot, in the queue or preempted. */
  int waiting() {
    return queue.size() + preempted.size();
  }

  /** Ends what is cancelled or has run out of time, wherever it is. */
  void endUnwanted(long now) {
    for (LocalGeneration generation : queue.removeExpired(now)) {
      generation.finish(StopCause.TIMED_OUT);
    }
    endUnwanted(active, now);
    endUnwanted(preempted, now);
  }

  private void endUnwanted(List<Sequence> sequences, long now) {
    for (int i = sequences.size() - 1; i >= 0; i--) {
      LocalGeneration generation = sequences.get(i).generation();
      if (generation.cancelled()) {
        end(sequences.get(i), StopCause.CANCELLED);
      } else if (generation.expired(now)) {
        end(sequences.get(i), StopCause.TIMED_OUT);
      }
    }
  }

  /** Fills slots. */
  void admit(long now) {
    Admission last;
    do {
      last = active.size() < slots ? admitNext() : fullOrIdle();
    } while (last == Admission.ADMITTED || last == Admission.NO_ROOM && preemptStalled(now));
  }

  private Admission fullOrIdle() {
    boolean idle = queue.isEmpty() && preempted.stream().noneMatch(Sequence::worthResuming);
    return idle ? Admission.NOBODY_WAITS : Admission.NO_ROOM;
  }

  private Admission admitNext() {
    List<LocalGeneration> passedOver = new ArrayList<>();
    for (Sequence sequence : preempted) {
      if (sequence.worthResuming()) {
        if (resume(sequence)) {
          preempted.remove(sequence);
          passedOver.forEach(LocalGeneration::overtake);
          return Admission.ADMITTED;
        }
        if (sequence.generation().overtaken() >= RequestQueue.OVERTAKEN_MAX) {
          return Admission.NO_ROOM;
        }
        passedOver.add(sequence.generation());
      }
    }
    for (LocalGeneration generation : queue.candidates()) {
      if (followsAnother(generation)) {
        continue;
      }
      if (start(generation)) {
        passedOver.forEach(LocalGeneration::overtake);
        return Admission.ADMITTED;
      }
      if (generation.overtaken() >= RequestQueue.OVERTAKEN_MAX) {
        return Admission.NO_ROOM;
      }
      passedOver.add(generation);
    }
    return passedOver.isEmpty() ? Admission.NOBODY_WAITS : Admission.NO_ROOM;
  }

  /** Whether a sequence computes tokens with which this generation's prompt begins as well. */
  private boolean followsAnother(LocalGeneration generation) {
    int[] prompt = generation.request().prompt();
    for (Sequence other : active) {
      if (other.prefilling() && other.owner().equals(generation.owner())) {
        int end = Math.min(other.known(), prompt.length - 1);
        int differs = Arrays.mismatch(prompt, 0, end, other.tokens(), 0, end);
        int common = differs < 0 ? end : differs;
        if (common - common % KvCache.BLOCK_TOKENS > other.computed()) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean resume(Sequence sequence) {
    int[] tokens = Arrays.copyOf(sequence.tokens(), sequence.known());
    KvSequence kv = open(sequence.generation(), tokens, sequence.outputLeft());
    if (kv == null) {
      return false;
    }
    sequence.resume(kv);
    insert(sequence, active);
    return true;
  }

  /**
   * Starts a generation that waits in the queue.
   *
   * @return false if there is no room for it
   */
  private boolean start(LocalGeneration generation) {
    KvSequence kv = open(generation, generation.request().prompt(), generation.maxOutput());
    if (kv == null) {
      return false;
    }
    if (!queue.take(generation)) {
      kv.close();
      return true;
    }
    try {
      TokenChooser chooser = choosers.apply(generation.request());
      Sequence sequence = new Sequence(generation, chooser, admitted++);
      sequence.resume(kv);
      active.add(sequence);
    } catch (RuntimeException | StackOverflowError e) {
      LOG.log(System.Logger.Level.ERROR, CANNOT_START + e);
      kv.close();
      generation.finish(StopCause.FAILED);
    }
    return true;
  }

  /** Blocks for known tokens and a part of those that follow; null if there are not so many. */
  private KvSequence open(LocalGeneration generation, int[] tokens, int outputLeft) {
    if (generation.deniedAt(releases)) {
      return null;
    }
    KvSequence kv = prefixes.open(generation.owner(), tokens);
    // The last token of an output is not computed.
    if (!reserve(kv, tokens.length + Math.min(outputLeft - 1, answerReserve))) {
      kv.close();
      generation.deny(releases);
      return null;
    }
    return kv;
  }

  private boolean reserve(KvSequence kv, int positions) {
    int missing = Math.ceilDiv(positions - kv.capacity(), KvCache.BLOCK_TOKENS);
    return kv.reserve(positions) || prefixes.makeRoom(missing) && kv.reserve(positions);
  }

  private static void insert(Sequence sequence, List<Sequence> sequences) {
    sequences.add(sequence);
    sequences.sort(OLDEST_FIRST);
  }

  /** Makes room for the next token of all that can decode; some may lose their slot. */
  void grow(long now) {
    int grown = 0;
    while (grown < active.size()) {
      Sequence sequence = active.get(grown);
      if (!sequence.canDecode() || reserve(sequence.kv(), sequence.known())) {
        grown++;
      } else {
        preempt(victim(now));
        // The list has changed; what has room already keeps it.
        grown = 0;
      }
    }
  }

  /** Who is the first to lose its slot: the one stalled longest, or else the youngest. */
  private Sequence victim(long now) {
    Sequence stalled = longestStalled(now);
    return stalled == null ? active.getLast() : stalled;
  }

  /** The sequence whose reader has not read for longest; null if all readers follow. */
  private Sequence longestStalled(long now) {
    Sequence longest = null;
    long most = 0;
    for (Sequence sequence : active) {
      long time = sequence.generation().stalledFor(now);
      if (time > most) {
        most = time;
        longest = sequence;
      }
    }
    return longest;
  }

  private boolean preemptStalled(long now) {
    Sequence stalled = longestStalled(now);
    if (stalled == null || stalled.generation().stalledFor(now) < STALL_LIMIT.toNanos()) {
      return false;
    }
    preempt(stalled);
    return true;
  }

  private void preempt(Sequence sequence) {
    active.remove(sequence);
    retain(sequence);
    insert(sequence, preempted);
    meter.preempted();
  }

  /** Ends a generation and takes its slot and blocks away. */
  void end(Sequence sequence, StopCause cause) {
    active.remove(sequence);
    preempted.remove(sequence);
    if (sequence.kv() != null) {
      if (cause == StopCause.ENGINE_STOPPED || sequence.hadUnusableLogits()) {
        discard(sequence);
      } else {
        retain(sequence);
      }
    }
    sequence.generation().finish(cause);
  }

  /** Lets others use what has been computed so far. */
  void publish() {
    for (Sequence sequence : active) {
      prefixes.publish(sequence.kv(), sequence.owner(), sequence.tokens(), sequence.computed());
    }
  }

  /** Takes a sequence's blocks away and keeps what they hold while there is room. */
  private void retain(Sequence sequence) {
    prefixes.retain(
        sequence.kv(),
        sequence.owner(),
        sequence.generation().request().origin().conversation().orElse(""),
        sequence.tokens(),
        sequence.computed());
    sequence.suspend();
    releases++;
  }

  /** Takes a sequence's blocks away; what they hold is not to be trusted. */
  private void discard(Sequence sequence) {
    prefixes.discard(sequence.kv());
    sequence.suspend();
    releases++;
  }

  /** Ends all generations, in slots and waiting. */
  void endAll(StopCause cause) {
    while (!active.isEmpty()) {
      end(active.getLast(), cause);
    }
    while (!preempted.isEmpty()) {
      end(preempted.getLast(), cause);
    }
    for (List<LocalGeneration> next = queue.candidates();
        !next.isEmpty();
        next = queue.candidates()) {
      for (LocalGeneration generation : next) {
        if (queue.remove(generation)) {
          generation.finish(cause);
        }
      }
    }
  }
}
