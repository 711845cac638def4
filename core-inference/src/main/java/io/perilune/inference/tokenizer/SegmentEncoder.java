package io.perilune.inference.tokenizer;

/**
 * Tokenises runs of text that differ in whether they may hold control tokens. What lies between two
 * control tokens is tokenised as one text, whatever runs it came from. Runs that may hold none are
 * not even searched for them, so a prompt costs the same however it is cut into runs.
 */
final class SegmentEncoder {
  private final TokenTexts wholeTokens;
  private final TokenList out;
  private final TextEncoder textEncoder;

  /** Ordinary text since the last control token. */
  private final StringBuilder pending = new StringBuilder();

  SegmentEncoder(Vocabulary vocabulary, TokenList out) {
    this.wholeTokens = vocabulary.texts();
    this.out = out;
    this.textEncoder = vocabulary.encoding().newEncoder(out);
  }

  /** Takes the next run; {@code control} as in {@link TextSegment}. */
  void accept(String text, boolean control) {
    int done = 0;
    int i = control ? 0 : text.length();
    while (i < text.length()) {
      TokenTexts.Match match = wholeTokens.at(text, i);
      if (match == null) {
        i++;
      } else {
        pending.append(text, done, i);
        finish();
        out.add(match.token());
        i = match.end();
        done = i;
      }
    }
    pending.append(text, done, text.length());
  }

  /** Tokenises what is pending. */
  void finish() {
    textEncoder.encode(pending.toString());
    pending.setLength(0);
  }
}
