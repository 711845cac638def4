package io.perilune.inference.tokenizer;

import io.perilune.gguf.GgufMetadata;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** Reads a vocabulary from a file's metadata and checks it. */
final class VocabularyReader {
  private static final String BPE_MODEL = "gpt2";
  private static final String SENTENCE_PIECE_MODEL = "llama";

  /** Tokens that end a generation besides the end of a sequence: of a turn, of a message. */
  private static final List<String> END_KEYS =
      List.of(TokenizerKeys.EOS, TokenizerKeys.END_OF_TURN, TokenizerKeys.END_OF_MESSAGE);

  /** Keys of tokens that Perilune has no use for but that must be valid all the same. */
  private static final List<String> OTHER_TOKEN_KEYS =
      List.of(
          TokenizerKeys.PADDING, TokenizerKeys.SEPARATOR, TokenizerKeys.CLASS, TokenizerKeys.MASK);

  /** Control tokens that end a generation in the models that have them. */
  private static final List<String> END_NAMES =
      List.of(
          "[EOS]",
          "[EOT]",
          "<EOT>",
          "<|im_end|>",
          "<|eot_id|>",
          "<|eom_id|>",
          "<|end_of_text|>",
          "<|endoftext|>",
          "<end_of_turn>",
          "<｜end▁of▁sentence｜>");

  /** Where SentencePiece vocabularies have these tokens if a file does not say. */
  private static final Map<String, Integer> SENTENCE_PIECE_TOKENS =
      Map.of(TokenizerKeys.UNKNOWN, 0, TokenizerKeys.BOS, 1, TokenizerKeys.EOS, 2);

  private final GgufMetadata metadata;
  private final boolean sentencePiece;
  private final TokenEntries entries;

  VocabularyReader(GgufMetadata metadata) {
    this.metadata = metadata;
    String model = metadata.requireString(TokenizerKeys.MODEL);
    sentencePiece = model.equals(SENTENCE_PIECE_MODEL);
    if (!sentencePiece && !model.equals(BPE_MODEL)) {
      throw metadata.error(
          TokenizerKeys.MODEL,
          "is \""
              + model
              + "\"; supported are \""
              + BPE_MODEL
              + "\" (byte-level BPE) and \""
              + SENTENCE_PIECE_MODEL
              + "\" (SentencePiece)");
    }
    entries = new TokenEntries(metadata);
  }

  Vocabulary read() {
    metadata
        .floats(TokenizerKeys.SCORES)
        .ifPresent(scores -> entries.requireOnePerToken(TokenizerKeys.SCORES, scores.length));
    OTHER_TOKEN_KEYS.forEach(this::tokenAt);
    int unknown = tokenAt(TokenizerKeys.UNKNOWN);
    int begin = tokenAt(TokenizerKeys.BOS);
    int end = tokenAt(TokenizerKeys.EOS);
    boolean beginsUnlessSaid;
    TextEncoding encoding;
    if (sentencePiece) {
      encoding = new SentencePieceReader(metadata, entries).read(unknown);
      beginsUnlessSaid = true;
    } else {
      BytePairEncoding bytePair = new BytePairReader(metadata, entries).read(unknown);
      beginsUnlessSaid = bytePair.preTokenizer().beginOfSequence();
      encoding = bytePair;
    }
    Map<String, Integer> controls = controls();
    return new Vocabulary(
        encoding.tokens(),
        entries.types(),
        controls,
        textsOfWholeTokens(),
        encoding,
        begin,
        adds(TokenizerKeys.ADD_BOS, TokenizerKeys.BOS, begin, beginsUnlessSaid),
        end,
        adds(TokenizerKeys.ADD_EOS, TokenizerKeys.EOS, end, false),
        endOfGeneration(controls));
  }

  private Map<String, Integer> controls() {
    Map<String, Integer> controls = new HashMap<>();
    for (int id = 0; id < entries.size(); id++) {
      if (entries.type(id) == TokenType.CONTROL) {
        entries.requireFirst(id, controls.putIfAbsent(entries.text(id), id));
      }
    }
    return controls;
  }

  private TokenTexts textsOfWholeTokens() {
    TokenTexts result = new TokenTexts();
    for (int id = 0; id < entries.size(); id++) {
      TokenType type = entries.type(id);
      boolean whole = type.control() || type == TokenType.USER_DEFINED;
      if (whole && !entries.text(id).isEmpty()) {
        result.add(entries.text(id), id);
      }
    }
    return result;
  }

  /** The token at a key, or {@link Vocabulary#NONE} if there is no such key. */
  private int tokenAt(String key) {
    if (metadata.contains(key)) {
      return metadata.requireInt(key, 0, entries.size() - 1);
    }
    int usual =
        sentencePiece ? SENTENCE_PIECE_TOKENS.getOrDefault(key, Vocabulary.NONE) : Vocabulary.NONE;
    boolean there =
        usual != Vocabulary.NONE && usual < entries.size() && entries.type(usual).control();
    return there ? usual : Vocabulary.NONE;
  }

  /** Whether a token is added to prompts, as the flag at {@code key} says. */
  private boolean adds(String key, String tokenKey, int token, boolean unlessSaid) {
    boolean asked = metadata.bool(key).orElse(false);
    if (asked && token == Vocabulary.NONE) {
      throw metadata.error(key, "is true, but " + tokenKey + " is missing");
    }
    return asked || (!metadata.contains(key) && unlessSaid && token != Vocabulary.NONE);
  }

  private int[] endOfGeneration(Map<String, Integer> controls) {
    TreeSet<Integer> ends = new TreeSet<>();
    END_KEYS.stream().map(this::tokenAt).filter(id -> id != Vocabulary.NONE).forEach(ends::add);
    END_NAMES.stream().map(controls::get).filter(Objects::nonNull).forEach(ends::add);
    return ends.stream().mapToInt(Integer::intValue).toArray();
  }
}
