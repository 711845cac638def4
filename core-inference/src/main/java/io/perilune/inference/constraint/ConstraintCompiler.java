package io.perilune.inference.constraint;

import io.perilune.inference.tokenizer.TextSegment;
import io.perilune.inference.tokenizer.Tokenizer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Makes constraints ready for a vocabulary. Those used last are remembered, with all that they have
 * found out about the vocabulary; the texts of variables do not matter for that. Thread-safe.
 */
public final class ConstraintCompiler {
  /** The memory that remembered constraints may take, in bytes. */
  public static final long MAX_CACHE_BYTES = 64L << 20;

  /** The most constraints that are remembered. */
  public static final int MAX_CACHED = 128;

  /**
   * A remembered constraint.
   *
   * @param keyBytes about the memory of its grammar
   */
  private record Entry(CompiledConstraint compiled, long keyBytes) {
    long bytes() {
      return keyBytes + compiled.bytesUsed();
    }
  }

  private final Tokenizer tokenizer;
  private final RefusedGrammars refused = new RefusedGrammars();

  /** Compiling takes time and memory: not more at a time than can be done at a time. */
  private final Semaphore compiling =
      new Semaphore(Runtime.getRuntime().availableProcessors(), true);

  // Guarded by this. The longest unused comes first.
  private final Map<GenerationConstraint, Entry> cache = new LinkedHashMap<>(16, 0.75f, true);
  private TokenTrie trie;

  public ConstraintCompiler(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /**
   * Compiles a constraint, or gives a remembered one.
   *
   * @throws GrammarException if the grammar is too large or ambiguous, matches nothing, or has
   *     control tokens that the vocabulary lacks; or if it cannot begin with one of the triggers
   */
  public CompiledConstraint compile(GenerationConstraint constraint) {
    return compiled(constraint.withoutVariables()).with(constraint.variables());
  }

  private CompiledConstraint compiled(GenerationConstraint constraint) {
    TokenTrie tokens;
    synchronized (this) {
      Entry known = cache.get(constraint);
      if (known != null) {
        return known.compiled();
      }
      if (trie == null) {
        trie = new TokenTrie(tokenizer);
      }
      tokens = trie;
    }
    compiling.acquireUninterruptibly();
    try {
      return compileOnce(constraint, tokens);
    } finally {
      compiling.release();
    }
  }

  private CompiledConstraint compileOnce(GenerationConstraint constraint, TokenTrie tokens) {
    synchronized (this) {
      Entry known = cache.get(constraint);
      if (known != null) {
        return known.compiled();
      }
    }
    Entry entry = compileUnlessRefused(constraint, tokens);
    synchronized (this) {
      cache.put(constraint, entry);
      evict();
    }
    return entry.compiled();
  }

  private Entry compileUnlessRefused(GenerationConstraint constraint, TokenTrie tokens) {
    ByteBuffer digest = RefusedGrammars.digest(constraint);
    refused.check(digest);
    try {
      return compile(constraint, tokens);
    } catch (GrammarException e) {
      refused.add(digest, e.getMessage());
      throw e;
    }
  }

  private Entry compile(GenerationConstraint constraint, TokenTrie tokens) {
    NfaBuilder builder = new NfaBuilder(constraint.grammar(), this::symbol);
    Automaton automaton =
        Determinizer.determinize(builder.nfa(), builder.counters(), builder.variables());
    int[] triggers =
        constraint.triggers().stream().mapToInt(this::symbol).distinct().sorted().toArray();
    requireFirst(constraint.triggers(), automaton);
    CompiledConstraint compiled =
        new CompiledConstraint(
            automaton, tokens, triggers, tokenizer.endOfGeneration(), constraint.required());
    return new Entry(compiled, builder.grammarBytes());
  }

  /** The token that a grammar means by its text. */
  private int symbol(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    // Template text, as this is how control tokens are written; there may be a first token before.
    int[] tokens = tokenizer.encode(List.of(new TextSegment(text, true)));
    int token = tokens.length == 0 ? -1 : tokens[tokens.length - 1];
    if (token < 0 || !Arrays.equals(tokenizer.bytes(token), bytes)) {
      throw new GrammarException(
          "the vocabulary has no control token %s, which the grammar uses; use one that it has"
              .formatted(text));
    }
    if (Arrays.binarySearch(tokenizer.endOfGeneration(), token) >= 0) {
      throw new GrammarException(
          "the grammar uses the token %s, which ends the generation; leave it out, it may follow a complete text anyway"
              .formatted(text));
    }
    return token;
  }

  private void requireFirst(List<String> triggers, Automaton automaton) {
    Pushdown pushdown = new Pushdown(automaton);
    Positions start = new Positions();
    Positions after = new Positions();
    pushdown.start(start);
    for (String trigger : triggers) {
      pushdown.takeControl(start, symbol(trigger), after);
      if (after.none()) {
        throw new GrammarException(
            "the grammar cannot begin with the control token %s, which is to trigger it; add it"
                .formatted(trigger));
      }
    }
  }

  private void evict() {
    long bytes = cache.values().stream().mapToLong(Entry::bytes).sum();
    Iterator<Entry> oldest = cache.values().iterator();
    while (oldest.hasNext() && (bytes > MAX_CACHE_BYTES || cache.size() > MAX_CACHED)) {
      bytes -= oldest.next().bytes();
      oldest.remove();
    }
  }
}
