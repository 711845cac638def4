package io.perilune.inference.tokenizer;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a vocabulary's makers cut text into pieces before byte pairs are merged; no token spans two
 * pieces. Each cuts as the published pattern does, from the left, in time linear in the text.
 */
enum PreTokenizer {
  /** Kimi-K2: runs of Han characters, words cut where lower case turns to upper, three digits. */
  KIMI_K2("kimi-k2", true, false, new KimiK2Splitter()),

  /** Llama 3: words, three digits. */
  LLAMA_BPE("llama-bpe", true, true, new Llama3Splitter(3)),

  /** Qwen 2 and 3: words, single digits. */
  QWEN2("qwen2", false, false, new Llama3Splitter(1)),

  /** What GGUF run times use for vocabularies that name none. */
  DEFAULT("default", false, false, new DefaultSplitter());

  private final String id;
  private final boolean wholePieces;
  private final boolean beginOfSequence;
  private final Splitter splitter;

  PreTokenizer(String id, boolean wholePieces, boolean beginOfSequence, Splitter splitter) {
    this.id = id;
    this.wholePieces = wholePieces;
    this.beginOfSequence = beginOfSequence;
    this.splitter = splitter;
  }

  static Optional<PreTokenizer> byId(String id) {
    return Arrays.stream(values()).filter(value -> value.id.equals(id)).findFirst();
  }

  /** The names of all, for messages. */
  static String ids() {
    return Arrays.stream(values()).map(value -> value.id).collect(Collectors.joining(", "));
  }

  /**
   * Whether a piece that is a token as a whole becomes that token, even if merges would not lead
   * there: so in vocabularies made by tiktoken.
   */
  boolean wholePieces() {
    return wholePieces;
  }

  /** Whether prompts begin with a beginning-of-sequence token when the file does not say. */
  boolean beginOfSequence() {
    return beginOfSequence;
  }

  Splitter splitter() {
    return splitter;
  }
}
