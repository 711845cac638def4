package io.perilune.inference.tokenizer;

import static io.perilune.inference.tokenizer.TokenizerKeys.MERGES;

import io.perilune.gguf.GgufMetadata;
import java.util.List;
import java.util.Optional;

/**
 * Reads a vocabulary's merges. Where a Kimi-K2 file has none they follow from the vocabulary: its
 * makers rank tokens by their ids, so each token is the merge of the two that its bytes have become
 * when only tokens before it are known.
 */
final class MergeReader {
  private final GgufMetadata metadata;
  private final PreTokenizer preTokenizer;
  private final TokenType[] types;

  MergeReader(GgufMetadata metadata, PreTokenizer preTokenizer, TokenType[] types) {
    this.metadata = metadata;
    this.preTokenizer = preTokenizer;
    this.types = types;
  }

  /**
   * The merges.
   *
   * @param byteTokens the token of each byte, or -1
   */
  MergeTable read(TokenTable tokens, int[] byteTokens) {
    Optional<List<String>> lines = metadata.strings(MERGES);
    if (lines.isPresent()) {
      return parse(lines.get(), tokens);
    }
    if (preTokenizer != PreTokenizer.KIMI_K2) {
      throw metadata.error(
          MERGES, "is missing; without it a BPE vocabulary cannot be used. Convert the model anew");
    }
    return derive(tokens, byteTokens);
  }

  private MergeTable parse(List<String> lines, TokenTable tokens) {
    MergeTable merges = new MergeTable(lines.size());
    byte[] bytes = new byte[64];
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      int blank = line.indexOf(' ');
      if (blank <= 0 || blank == line.length() - 1 || line.indexOf(' ', blank + 1) >= 0) {
        throw metadata.error(
            MERGES, "has an entry " + i + " that is not two tokens with a blank between");
      }
      // Each character is one byte, so the left token's bytes end where its text does.
      int length = line.length() - 1;
      if (length > bytes.length) {
        bytes = new byte[2 * length];
      }
      boolean written =
          ByteAlphabet.decode(line, 0, blank, bytes, 0)
              && ByteAlphabet.decode(line, blank + 1, line.length(), bytes, blank);
      int left = tokens.find(bytes, 0, blank);
      int right = tokens.find(bytes, blank, length);
      int merged = tokens.find(bytes, 0, length);
      // Only normal tokens can be found, so no text can ever merge to a control token.
      if (!written || left < 0 || right < 0 || merged < 0) {
        throw metadata.error(
            MERGES,
            "has an entry "
                + i
                + " of which a part or the whole is no normal token in "
                + TokenizerKeys.TOKENS
                + ": "
                + line);
      }
      merges.add(left, right, i, merged);
    }
    return merges;
  }

  private MergeTable derive(TokenTable tokens, int[] byteTokens) {
    MergeTable merges = new MergeTable(tokens.size());
    PieceMerger merger = new PieceMerger(merges);
    TokenList parts = new TokenList();
    for (int id = 0; id < tokens.size(); id++) {
      byte[] token = tokens.bytes(id);
      if (types[id] == TokenType.NORMAL && token.length > 1) {
        parts.clear();
        merger.merge(symbols(id, token, byteTokens), token.length, parts);
        if (parts.size() == 2) {
          merges.add(parts.get(0), parts.get(1), id, id);
        }
      }
    }
    return merges;
  }

  private int[] symbols(int id, byte[] token, int[] byteTokens) {
    int[] symbols = new int[token.length];
    for (int i = 0; i < token.length; i++) {
      symbols[i] = byteTokens[token[i] & 0xFF];
      if (symbols[i] == Vocabulary.NONE) {
        throw metadata.error(
            MERGES, "is missing and cannot be derived: a byte of token " + id + " is no token");
      }
    }
    return symbols;
  }
}
