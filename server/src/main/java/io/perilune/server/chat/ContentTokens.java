package io.perilune.server.chat;

import io.perilune.inference.sampling.TokenLogprobs;
import io.perilune.inference.tokenizer.DecodedPiece;
import io.perilune.inference.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the tokens from which an answer's content came. A parser says what is content, not from
 * which tokens, and holds text back that may turn out to be a marker or a stop text. What it passes
 * on is text of the tokens, in order, of which some is left out: so each part is looked for in the
 * text that has not been passed on yet. Control tokens and markers never become tokens of the
 * content, and a token whose text ends behind it, at a stop text, does.
 */
final class ContentTokens {
  private final Tokenizer tokenizer;

  /** Tokens whose bytes are no whole character yet. */
  private final List<ContentToken> incomplete = new ArrayList<>();

  /** Text that was generated and not passed on; it begins where {@link #passed} says. */
  private final StringBuilder pending = new StringBuilder();

  /** The tokens of the text that was generated, as long as they are not passed on. */
  private final List<Group> groups = new ArrayList<>();

  private int passed;
  private int generated;

  /** Tokens whose text ends before this character of all that was generated. */
  private record Group(int end, List<ContentToken> tokens) {}

  ContentTokens(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /**
   * Takes the next token of the output.
   *
   * @param pieces the text that is complete with it
   */
  void accept(int token, TokenLogprobs logprobs, List<DecodedPiece> pieces) {
    if (!tokenizer.isControl(token)) {
      incomplete.add(contentToken(token, logprobs));
    }
    accept(pieces);
  }

  /** Takes text that is complete without a further token. */
  void accept(List<DecodedPiece> pieces) {
    for (DecodedPiece piece : pieces) {
      if (!piece.control()) {
        if (!ChatGeneration.isThinkTag(piece)) {
          pending.append(piece.text());
          generated += piece.text().length();
          groups.add(new Group(generated, List.copyOf(incomplete)));
        }
        incomplete.clear();
      }
    }
  }

  private ContentToken contentToken(int token, TokenLogprobs logprobs) {
    List<ContentToken.Scored> alternatives = new ArrayList<>(logprobs.topTokens().length);
    for (int i = 0; i < logprobs.topTokens().length; i++) {
      alternatives.add(scored(logprobs.topTokens()[i], logprobs.topLogprobs()[i]));
    }
    return new ContentToken(scored(token, logprobs.logprob()), alternatives);
  }

  private ContentToken.Scored scored(int token, float logprob) {
    return new ContentToken.Scored(
        token, tokenizer.bytes(token), tokenizer.isControl(token), logprob);
  }

  /**
   * Passes text on.
   *
   * @return the tokens of this text that were not returned before
   */
  List<ContentToken> pass(String text) {
    int at = find(text);
    int end = at + text.length();
    List<ContentToken> tokens = new ArrayList<>();
    while (!groups.isEmpty()) {
      int groupStart = passed;
      Group group = groups.getFirst();
      if (groupStart >= end) {
        break;
      }
      if (group.end() > at) {
        tokens.addAll(group.tokens());
      }
      if (group.end() > end) {
        groups.set(0, new Group(group.end(), List.of()));
        break;
      }
      groups.removeFirst();
      advanceTo(group.end());
    }
    advanceTo(Math.max(passed, end));
    return tokens;
  }

  /** Where a text begins; that is at once unless something was left out before it. */
  private int find(String text) {
    if (pending.indexOf(text) == 0) {
      return passed;
    }
    int last = pending.lastIndexOf(text);
    return last < 0 ? passed : passed + last;
  }

  private void advanceTo(int character) {
    pending.delete(0, Math.min(character - passed, pending.length()));
    passed = Math.min(character, generated);
  }

  /** Forgets what was not passed on. */
  void clear() {
    advanceTo(generated);
    groups.clear();
  }
}
