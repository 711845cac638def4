package io.perilune.inference.constraint;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The constraints that could not be compiled last, and why: to find that out takes longest, and
 * clients send the same ones again. Only digests are kept, since such grammars are large.
 * Thread-safe.
 */
final class RefusedGrammars {
  /** The most that are remembered. */
  static final int MAX_REMEMBERED = 1_024;

  // Guarded by this. The longest unused comes first.
  private final Map<ByteBuffer, String> reasons = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * Fails if this constraint could not be compiled before.
   *
   * @throws GrammarException for the same reason
   */
  synchronized void check(ByteBuffer digest) {
    String reason = reasons.get(digest);
    if (reason != null) {
      throw new GrammarException(reason);
    }
  }

  synchronized void add(ByteBuffer digest, String reason) {
    reasons.put(digest, reason);
    if (reasons.size() > MAX_REMEMBERED) {
      reasons.remove(reasons.keySet().iterator().next());
    }
  }

  /** What tells a constraint from all others: 32 bytes. */
  static ByteBuffer digest(GenerationConstraint constraint) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (DataOutputStream out =
          new DataOutputStream(
              new BufferedOutputStream(
                  new DigestOutputStream(OutputStream.nullOutputStream(), digest)))) {
        write(constraint, out);
      }
      return ByteBuffer.wrap(digest.digest()).asReadOnlyBuffer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void write(GenerationConstraint constraint, DataOutputStream out)
      throws IOException {
    out.writeBoolean(constraint.required());
    out.writeInt(constraint.triggers().size());
    for (String trigger : constraint.triggers()) {
      write(trigger, out);
    }
    write(constraint.grammar().root(), out);
    for (Map.Entry<String, Pattern> rule : constraint.grammar().rules().entrySet()) {
      write(rule.getKey(), out);
      write(rule.getValue(), out);
    }
  }

  private static void write(Pattern pattern, DataOutputStream out) throws IOException {
    out.writeUTF(pattern.getClass().getSimpleName());
    switch (pattern) {
      case Pattern.Text(String text) -> write(text, out);
      case Pattern.ControlToken(String text) -> write(text, out);
      case Pattern.RuleReference(String rule) -> write(rule, out);
      case Pattern.Variable(int index) -> out.writeInt(index);
      case Pattern.Characters(List<CodePointRange> ranges, boolean negated) -> {
        out.writeBoolean(negated);
        out.writeInt(ranges.size());
        for (CodePointRange range : ranges) {
          out.writeInt(range.first());
          out.writeInt(range.last());
        }
      }
      case Pattern.Sequence(List<Pattern> parts) -> write(parts, out);
      case Pattern.Choice(List<Pattern> options) -> write(options, out);
      case Pattern.Repeat(Pattern part, int min, int max) -> {
        out.writeInt(min);
        out.writeInt(max);
        write(part, out);
      }
    }
  }

  private static void write(List<Pattern> patterns, DataOutputStream out) throws IOException {
    out.writeInt(patterns.size());
    for (Pattern pattern : patterns) {
      write(pattern, out);
    }
  }

  private static void write(String text, DataOutputStream out) throws IOException {
    out.writeInt(text.length());
    out.writeChars(text);
  }
}
