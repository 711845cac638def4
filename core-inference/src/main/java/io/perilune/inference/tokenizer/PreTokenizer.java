package io.perilune.inference.tokenizer;

import java.util.Arrays;
import java.util.List;
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

  /** The distillations of DeepSeek-R1 to Qwen: as Qwen. */
  DEEPSEEK_R1_QWEN("deepseek-r1-qwen", false, false, new Llama3Splitter(1)),

  /** DeepSeek LLM: words of alphabets with cases, marks, Eastern characters, numbers. */
  DEEPSEEK_LLM("deepseek-llm", false, false, DeepSeekSplitters.LLM),

  /** DeepSeek Coder: words, punctuation, Eastern characters, single digits. */
  DEEPSEEK_CODER("deepseek-coder", false, false, DeepSeekSplitters.CODER),

  /** DeepSeek-V3 and -R1: three digits, Chinese and Japanese characters, words. */
  DEEPSEEK_V3("deepseek-v3", false, false, DeepSeekSplitters.V3),

  /** GPT-4o and gpt-oss: words cut where lower case turns to upper, three digits. */
  GPT_4O("gpt-4o", false, false, new CasedWordSplitter(0, true, 3, true)),

  /** Mistral's Tekken: words cut where lower case turns to upper, single digits. */
  TEKKEN("tekken", true, true, new CasedWordSplitter(0, false, 1, true)),

  /** What GGUF run times use for vocabularies that name none. */
  DEFAULT("default", false, false, new DefaultSplitter());

  /** Is told the pieces of a text. */
  @FunctionalInterface
  interface PieceSink {
    /** Takes the piece {@code [from, end)} of {@code text}. */
    void accept(String text, int from, int end);
  }

  private final String id;
  private final boolean wholePieces;
  private final boolean beginOfSequence;
  private final List<Splitter> splitters;

  PreTokenizer(String id, boolean wholePieces, boolean beginOfSequence, Splitter splitter) {
    this(id, wholePieces, beginOfSequence, List.of(splitter));
  }

  /** Each splitter cuts the pieces of the one before it. */
  PreTokenizer(String id, boolean wholePieces, boolean beginOfSequence, List<Splitter> splitters) {
    this.id = id;
    this.wholePieces = wholePieces;
    this.beginOfSequence = beginOfSequence;
    this.splitters = splitters;
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

  /** Cuts a text; the pieces come in order and make up the text. */
  void split(String text, PieceSink sink) {
    split(text, 0, sink);
  }

  private void split(String text, int first, PieceSink sink) {
    Splitter splitter = splitters.get(first);
    boolean last = first == splitters.size() - 1;
    int from = 0;
    while (from < text.length()) {
      int end = splitter.pieceEnd(text, from);
      if (last) {
        sink.accept(text, from, end);
      } else {
        split(text.substring(from, end), first + 1, sink);
      }
      from = end;
    }
  }
}
