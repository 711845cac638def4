package io.perilune.inference.constraint;

import io.perilune.inference.constraint.Pattern.Characters;
import io.perilune.inference.constraint.Pattern.Choice;
import io.perilune.inference.constraint.Pattern.ControlToken;
import io.perilune.inference.constraint.Pattern.Repeat;
import io.perilune.inference.constraint.Pattern.RuleReference;
import io.perilune.inference.constraint.Pattern.Sequence;
import io.perilune.inference.constraint.Pattern.Text;
import io.perilune.inference.constraint.Pattern.Variable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * Turns a grammar into an automaton. Rules become machines, except those that refer to no other
 * rule and are small: these are built in where they are referred to. Short repetitions are written
 * out, longer ones are counted while they run.
 */
final class NfaBuilder {
  /** Up to this many states a repetition is written out, and a rule is built in. */
  private static final int MAX_EXPANDED = 64;

  /** States that a class of characters takes, roughly. */
  private static final int CLASS_STATES = 4;

  private static final int MAX_BYTE = 0xFF;

  /** Memory of a grammar, roughly, for each state that comes of it. */
  private static final long BYTES_PER_STATE = 64;

  /**
   * What a machine matches.
   *
   * @param node of {@link PatternNodes}
   * @param nonEmpty whether the empty text is left out
   */
  private record Body(int node, boolean nonEmpty) {}

  private final PatternNodes nodes;
  private final BitSet nullable;
  private final ToIntFunction<String> tokens;
  private final Nfa nfa = new Nfa();
  private final List<Nfa.Counter> counters = new ArrayList<>();
  private final Map<Body, Integer> machines = new HashMap<>();
  private final ArrayDeque<Body> unbuilt = new ArrayDeque<>();

  /** The machines of variables by their indexes. */
  private final SortedMap<Integer, Integer> variables = new TreeMap<>();

  /** Sizes of nodes, or 0 where not known yet. */
  private final long[] sizes;

  /** The machine that is being built. */
  private int machine;

  /**
   * Starts with an empty automaton.
   *
   * @param tokens gives the token with a text; throws {@link GrammarException} if there is none
   */
  NfaBuilder(Grammar grammar, ToIntFunction<String> tokens) {
    this.nodes = new PatternNodes(grammar.rules());
    this.nullable = nodes.nullable();
    this.tokens = tokens;
    this.sizes = new long[nodes.size()];
    machine(nodes.root(grammar.root()), false);
    while (!unbuilt.isEmpty()) {
      Body body = unbuilt.remove();
      machine = machines.get(body);
      build(body.node(), body.nonEmpty(), nfa.start(machine), nfa.end(machine));
    }
  }

  /** The automaton; its machine 0 is the grammar's root. */
  Nfa nfa() {
    return nfa;
  }

  /** About the memory that the grammar itself takes. */
  long grammarBytes() {
    return BYTES_PER_STATE * nfa.states();
  }

  List<Nfa.Counter> counters() {
    return counters;
  }

  /** The machines of variables by their indexes. */
  SortedMap<Integer, Integer> variables() {
    return variables;
  }

  private int machine(int node, boolean nonEmpty) {
    Body body = new Body(node, nonEmpty);
    Integer known = machines.get(body);
    if (known != null) {
      return known;
    }
    int added = nfa.addMachine();
    machines.put(body, added);
    unbuilt.add(body);
    return added;
  }

  /** A machine of any bytes, as many as a variable may have; the automaton puts the text in. */
  private int variableMachine(int index) {
    Integer known = variables.get(index);
    if (known != null) {
      return known;
    }
    int added = nfa.addMachine();
    variables.put(index, added);
    int state = nfa.start(added);
    for (int length = 1; length <= Variable.BYTES_MAX; length++) {
      int next = nfa.addState(added);
      nfa.addEdge(state, Nfa.Kind.BYTES, 0, MAX_BYTE, next);
      nfa.addEmpty(next, nfa.end(added));
      state = next;
    }
    return added;
  }

  /** Builds a pattern between two states, with or without the empty text. */
  private void build(int node, boolean nonEmpty, int from, int to) {
    boolean special = nonEmpty && nullable.get(node);
    switch (nodes.pattern(node)) {
      case Text(String text) -> {
        if (!special) {
          text(text, from, to);
        }
      }
      case Characters characters -> characters(characters, from, to);
      case ControlToken(String text) ->
          nfa.addEdge(from, Nfa.Kind.CONTROL, tokens.applyAsInt(text), 0, to);
      case Variable(int index) -> nfa.addEdge(from, Nfa.Kind.CALL, variableMachine(index), 0, to);
      case RuleReference(String rule) -> reference(nodes.root(rule), special, from, to);
      case Sequence _ -> {
        if (special) {
          nonEmptySequence(node, from, to);
        } else {
          sequence(node, from, to);
        }
      }
      case Choice _ -> {
        for (int part = node + 1; part < nodes.end(node); part = nodes.end(part)) {
          build(part, special, from, to);
        }
      }
      case Repeat(Pattern _, int min, int max) -> {
        int part = node + 1;
        // An empty repetition adds nothing, so only those that are not empty count.
        int least = special ? 1 : nullable.get(part) ? 0 : min;
        repeat(new Body(part, nullable.get(part)), least, max, from, to);
      }
    }
  }

  private void text(String text, int from, int to) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0) {
      nfa.addEmpty(from, to);
    }
    int state = from;
    for (int i = 0; i < bytes.length; i++) {
      int next = i + 1 == bytes.length ? to : nfa.addState(machine);
      int value = bytes[i] & 0xFF;
      nfa.addEdge(state, Nfa.Kind.BYTES, value, value, next);
      state = next;
    }
  }

  private void characters(Characters characters, int from, int to) {
    // States before 1, 2 and 3 arbitrary continuation bytes, shared by all that ends with these.
    int[] tails = {to, 0, 0, 0};
    for (CodePointRange range : CodePoints.of(characters)) {
      Utf8Ranges.cut(range, (low, high) -> bytes(low, high, tails, from));
    }
  }

  private void bytes(int[] low, int[] high, int[] tails, int from) {
    int state = from;
    for (int i = 0; i < low.length; i++) {
      int rest = low.length - 1 - i;
      int next = anyContinuations(low, high, i + 1) ? tail(tails, rest) : nfa.addState(machine);
      nfa.addEdge(state, Nfa.Kind.BYTES, low[i], high[i], next);
      if (rest == 0 || next == tails[rest]) {
        return;
      }
      state = next;
    }
  }

  private static boolean anyContinuations(int[] low, int[] high, int from) {
    for (int i = from; i < low.length; i++) {
      if (low[i] != 0x80 || high[i] != 0xBF) {
        return false;
      }
    }
    return true;
  }

  private int tail(int[] tails, int length) {
    if (length > 0 && tails[length] == 0) {
      tails[length] = nfa.addState(machine);
      nfa.addEdge(tails[length], Nfa.Kind.BYTES, 0x80, 0xBF, tail(tails, length - 1));
    }
    return tails[length];
  }

  private void reference(int root, boolean nonEmpty, int from, int to) {
    if (!nodes.refers(root) && size(root) <= MAX_EXPANDED) {
      build(root, nonEmpty, from, to);
    } else {
      nfa.addEdge(from, Nfa.Kind.CALL, machine(root, nonEmpty), 0, to);
    }
  }

  private void sequence(int node, int from, int to) {
    int state = from;
    int end = nodes.end(node);
    for (int part = node + 1; part < end; part = nodes.end(part)) {
      int next = nodes.end(part) == end ? to : nfa.addState(machine);
      build(part, false, state, next);
      state = next;
    }
    if (end == node + 1) {
      nfa.addEmpty(from, to);
    }
  }

  /** A sequence of parts that all may be empty, at least one of which is not. */
  private void nonEmptySequence(int node, int from, int to) {
    int end = nodes.end(node);
    int nothingYet = from;
    int something = -1;
    for (int part = node + 1; part < end; part = nodes.end(part)) {
      boolean last = nodes.end(part) == end;
      int next = last ? to : nfa.addState(machine);
      build(part, true, nothingYet, next);
      if (something >= 0) {
        build(part, false, something, next);
      }
      something = next;
      if (!last) {
        int still = nfa.addState(machine);
        nfa.addEmpty(nothingYet, still);
        nothingYet = still;
      }
    }
  }

  private void repeat(Body part, int min, int max, int from, int to) {
    if (max < min) {
      return;
    }
    if (!expands(part.node(), min, max)) {
      if (min == 0) {
        nfa.addEmpty(from, to);
      }
      counters.add(new Nfa.Counter(machine(part.node(), part.nonEmpty()), Math.max(min, 1), max));
      nfa.addEdge(from, Nfa.Kind.COUNT, counters.size() - 1, 0, to);
      return;
    }
    int state = from;
    boolean unbounded = max == Pattern.UNBOUNDED;
    int copies = unbounded ? Math.max(min, 1) : max;
    for (int copy = 1; copy <= copies; copy++) {
      if (copy > min) {
        nfa.addEmpty(state, to);
      }
      boolean last = copy == copies;
      if (last && unbounded) {
        loop(part, state, to);
      } else {
        int next = last ? to : nfa.addState(machine);
        build(part.node(), part.nonEmpty(), state, next);
        state = next;
      }
    }
    if (copies == 0) {
      nfa.addEmpty(from, to);
    }
  }

  /** Once or more often. */
  private void loop(Body part, int from, int to) {
    int before = nfa.addState(machine);
    int after = nfa.addState(machine);
    nfa.addEmpty(from, before);
    build(part.node(), part.nonEmpty(), before, after);
    nfa.addEmpty(after, before);
    nfa.addEmpty(after, to);
  }

  private boolean expands(int part, int min, int max) {
    int copies = max == Pattern.UNBOUNDED ? min : max;
    return copies <= 1 || size(part) * copies <= MAX_EXPANDED;
  }

  /** About how many states a pattern takes, 1 or more; exact only as far as it is needed. */
  private long size(int node) {
    if (sizes[node] == 0) {
      sizes[node] = countStates(node);
    }
    return sizes[node];
  }

  private long countStates(int node) {
    return switch (nodes.pattern(node)) {
      case Text(String text) -> Math.max(text.length(), 1);
      case Characters _ -> CLASS_STATES;
      case ControlToken _, Variable _ -> 1;
      case RuleReference(String rule) -> {
        int root = nodes.root(rule);
        yield nodes.refers(root) || size(root) > MAX_EXPANDED ? 1 : size(root);
      }
      case Repeat(Pattern _, int min, int max) -> {
        int copies = max == Pattern.UNBOUNDED ? Math.max(min, 1) : Math.max(max, 1);
        yield expands(node + 1, min, max) ? size(node + 1) * copies : 1;
      }
      case Sequence _, Choice _ -> {
        long sum = 1;
        for (int part = node + 1; part < nodes.end(node); part = nodes.end(part)) {
          sum += size(part);
        }
        yield sum;
      }
    };
  }
}
