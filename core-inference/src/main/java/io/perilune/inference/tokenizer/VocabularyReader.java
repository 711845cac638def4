package io.perilune.inference.tokenizer;

import io.perilune.gguf.GgufMetadata;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** Reads a vocabulary from a file's metadata and checks it. */
final class VocabularyReader {
  private static final String PREFIX = "tokenizer.ggml.";
  private static final String MODEL = PREFIX + "model";
  private static final String PRE = PREFIX + "pre";
  static final String TOKENS = PREFIX + "tokens";
  private static final String TYPES = PREFIX + "token_type";
  private static final String SCORES = PREFIX + "scores";
  private static final String ADD_BOS = PREFIX + "add_bos_token";
  private static final String BOS = PREFIX + "bos_token_id";
  private static final String EOS = PREFIX + "eos_token_id";
  private static final String UNKNOWN = PREFIX + "unknown_token_id";

  /** Tokens that end a generation besides the end of a sequence: of a turn, of a message. */
  private static final List<String> END_KEYS =
      List.of(EOS, PREFIX + "eot_token_id", PREFIX + "eom_token_id");

  /** Keys of tokens that Perilune has no use for but that must be valid all the same. */
  private static final List<String> OTHER_TOKEN_KEYS =
      List.of(
          PREFIX + "padding_token_id",
          PREFIX + "seperator_token_id",
          PREFIX + "cls_token_id",
          PREFIX + "mask_token_id");

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
          "<end_of_turn>");

  private static final String BPE_MODEL = "gpt2";
  private static final String DEFAULT_PRE = "default";
  private static final int BYTES = 256;

  private final GgufMetadata metadata;
  private final PreTokenizer preTokenizer;
  private final List<String> texts;
  private final TokenType[] types;

  VocabularyReader(GgufMetadata metadata) {
    this.metadata = metadata;
    String model = metadata.requireString(MODEL);
    if (!model.equals(BPE_MODEL)) {
      throw metadata.error(
          MODEL, "is \"" + model + "\"; only \"" + BPE_MODEL + "\" (byte-level BPE) is supported");
    }
    String pre = metadata.string(PRE).orElse(DEFAULT_PRE);
    preTokenizer =
        PreTokenizer.byId(pre)
            .orElseThrow(
                () ->
                    metadata.error(PRE, "is \"" + pre + "\"; supported are " + PreTokenizer.ids()));
    texts = metadata.strings(TOKENS).orElseThrow(() -> metadata.error(TOKENS, "is missing"));
    if (texts.isEmpty()) {
      throw metadata.error(TOKENS, "is empty");
    }
    types = readTypes();
  }

  Vocabulary read() {
    metadata.floats(SCORES).ifPresent(scores -> requireOnePerToken(SCORES, scores.length));
    OTHER_TOKEN_KEYS.forEach(this::tokenAt);
    TokenTable tokens = tokens();
    int[] byteTokens = byteTokens(tokens);
    Map<String, Integer> controls = controls();
    int bos = tokenAt(BOS);
    return new Vocabulary(
        tokens,
        types,
        controls,
        textsOfWholeTokens(),
        new MergeReader(metadata, preTokenizer, types).read(tokens, byteTokens),
        byteTokens,
        preTokenizer,
        bos,
        addBeginOfSequence(bos),
        tokenAt(EOS),
        tokenAt(UNKNOWN),
        endOfGeneration(controls));
  }

  private TokenType[] readTypes() {
    TokenType[] result = new TokenType[texts.size()];
    Arrays.fill(result, TokenType.NORMAL);
    metadata
        .integers(TYPES)
        .ifPresent(
            numbers -> {
              requireOnePerToken(TYPES, numbers.length);
              Arrays.setAll(result, id -> type(id, numbers[id]));
            });
    return result;
  }

  private TokenType type(int id, long number) {
    return TokenType.byId(number)
        .orElseThrow(
            () -> metadata.error(TYPES, "has the unknown type " + number + " for token " + id));
  }

  private void requireOnePerToken(String key, int entries) {
    if (entries != texts.size()) {
      throw metadata.error(key, "has " + entries + " entries; " + TOKENS + " has " + texts.size());
    }
  }

  private TokenTable tokens() {
    TokenTable tokens = new TokenTable(texts.size());
    for (int id = 0; id < texts.size(); id++) {
      String text = texts.get(id);
      byte[] bytes = new byte[text.length()];
      boolean written = types[id] == TokenType.NORMAL || types[id] == TokenType.UNUSED;
      if (!written || !ByteAlphabet.decode(text, 0, text.length(), bytes, 0)) {
        tokens.add(literalBytes(id));
      } else if (types[id] == TokenType.UNUSED || text.isEmpty()) {
        tokens.add(bytes);
      } else {
        requireFirst(id, tokens.addFindable(bytes));
      }
    }
    return tokens;
  }

  private void requireFirst(int id, Integer first) {
    if (first != null && first != Vocabulary.NONE) {
      throw metadata.error(TOKENS, "has the same text for the tokens " + first + " and " + id);
    }
  }

  /** The bytes of a token that is not written in the byte alphabet. */
  private byte[] literalBytes(int id) {
    return types[id] == TokenType.BYTE
        ? new byte[] {byteOf(id)}
        : texts.get(id).getBytes(StandardCharsets.UTF_8);
  }

  private byte byteOf(int id) {
    String text = texts.get(id);
    if (!text.matches("<0x[0-9A-Fa-f]{2}>")) {
      throw metadata.error(TOKENS, "has a token " + id + " of type byte that is not like <0x0A>");
    }
    return (byte) Integer.parseInt(text, 3, 5, 16);
  }

  /** For each byte its normal token, or else its token of type byte. */
  private int[] byteTokens(TokenTable tokens) {
    int[] result = new int[BYTES];
    for (int value = 0; value < BYTES; value++) {
      result[value] = tokens.find(new byte[] {(byte) value}, 0, 1);
    }
    for (int id = 0; id < types.length; id++) {
      if (types[id] == TokenType.BYTE && result[byteOf(id) & 0xFF] == Vocabulary.NONE) {
        result[byteOf(id) & 0xFF] = id;
      }
    }
    return result;
  }

  private Map<String, Integer> controls() {
    Map<String, Integer> controls = new HashMap<>();
    for (int id = 0; id < types.length; id++) {
      if (types[id] == TokenType.CONTROL) {
        requireFirst(id, controls.putIfAbsent(texts.get(id), id));
      }
    }
    return controls;
  }

  private TokenTexts textsOfWholeTokens() {
    TokenTexts result = new TokenTexts();
    for (int id = 0; id < types.length; id++) {
      boolean whole = types[id].control() || types[id] == TokenType.USER_DEFINED;
      if (whole && !texts.get(id).isEmpty()) {
        result.add(texts.get(id), id);
      }
    }
    return result;
  }

  /** The token at a key, or {@link Vocabulary#NONE} if there is no such key. */
  private int tokenAt(String key) {
    return metadata.contains(key) ? metadata.requireInt(key, 0, texts.size() - 1) : Vocabulary.NONE;
  }

  private boolean addBeginOfSequence(int bos) {
    boolean asked = metadata.bool(ADD_BOS).orElse(false);
    if (asked && bos == Vocabulary.NONE) {
      throw metadata.error(ADD_BOS, "is true, but " + BOS + " is missing");
    }
    boolean unsaid = !metadata.contains(ADD_BOS);
    return asked || (unsaid && preTokenizer.beginOfSequence() && bos != Vocabulary.NONE);
  }

  private int[] endOfGeneration(Map<String, Integer> controls) {
    TreeSet<Integer> ends = new TreeSet<>();
    END_KEYS.stream().map(this::tokenAt).filter(id -> id != Vocabulary.NONE).forEach(ends::add);
    END_NAMES.stream().map(controls::get).filter(Objects::nonNull).forEach(ends::add);
    return ends.stream().mapToInt(Integer::intValue).toArray();
  }
}
