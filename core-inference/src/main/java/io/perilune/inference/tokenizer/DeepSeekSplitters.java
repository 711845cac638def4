package io.perilune.inference.tokenizer;

import static io.perilune.inference.tokenizer.CharacterClass.LETTER;
import static io.perilune.inference.tokenizer.CharacterClass.NEWLINE;
import static io.perilune.inference.tokenizer.CharacterClass.NUMBER;
import static io.perilune.inference.tokenizer.CharacterClass.PUNCTUATION;
import static io.perilune.inference.tokenizer.RunSplitter.runsAfterBlankOf;
import static io.perilune.inference.tokenizer.RunSplitter.runsOf;
import static io.perilune.inference.tokenizer.RunSplitter.runsOfAtMost;

import java.util.List;
import java.util.function.IntPredicate;

/** DeepSeek's patterns: sequences of which each is applied to the pieces of the one before it. */
final class DeepSeekSplitters {
  /** Letters of alphabets with upper and lower case, as DeepSeek LLM lists them. */
  private static final IntPredicate CASED_LETTERS =
      new CharacterRanges(
          0x0041, 0x005A, 0x0061, 0x007A, 0x00B5, 0x00B5, 0x00C0, 0x00D6, 0x00D8, 0x00F6, 0x00F8,
          0x01BA, 0x01BC, 0x01BF, 0x01C4, 0x0293, 0x0295, 0x02AF, 0x0370, 0x0373, 0x0376, 0x0377,
          0x037B, 0x037D, 0x037F, 0x037F, 0x0386, 0x0386, 0x0388, 0x038A, 0x038C, 0x038C, 0x038E,
          0x03A1, 0x03A3, 0x03F5, 0x03F7, 0x0481, 0x048A, 0x052F, 0x0531, 0x0556, 0x10A0, 0x10C5,
          0x13A0, 0x13F5, 0x13F8, 0x13FD, 0x1C90, 0x1CBA, 0x1CBD, 0x1CBF, 0x1D00, 0x1D2B, 0x1D6B,
          0x1D77, 0x1D79, 0x1D9A, 0x1E00, 0x1F15, 0x1F18, 0x1F1D, 0x1F20, 0x1F45, 0x1F48, 0x1F4D,
          0x1F50, 0x1F57, 0x1F59, 0x1F59, 0x1F5B, 0x1F5B, 0x1F5D, 0x1F5D, 0x1F5F, 0x1F7D, 0x1F80,
          0x1FB4, 0x1FB6, 0x1FBC, 0x1FBE, 0x1FBE, 0x1FC2, 0x1FC4, 0x1FC6, 0x1FCC, 0x1FD0, 0x1FD3,
          0x1FD6, 0x1FDB, 0x1FE0, 0x1FEC, 0x1FF2, 0x1FF4, 0x1FF6, 0x1FFC, 0x2102, 0x2102, 0x2107,
          0x2107, 0x210A, 0x2113, 0x2115, 0x2115, 0x2119, 0x211D, 0x2124, 0x2124, 0x2126, 0x2126,
          0x2128, 0x2128, 0x212A, 0x212D, 0x212F, 0x2134, 0x2139, 0x2139, 0x213C, 0x213F, 0x2145,
          0x2149, 0x214E, 0x214E, 0x2183, 0x2184, 0x2C00, 0x2C7B, 0x2C7E, 0x2CE4, 0x2CEB, 0x2CEE,
          0x2CF2, 0x2CF3, 0xA640, 0xA66D, 0xA680, 0xA69B, 0xA722, 0xA76F, 0xA771, 0xA787, 0xA78B,
          0xA78E, 0xAB70, 0xABBF, 0xFB00, 0xFB06, 0xFB13, 0xFB17, 0xFF21, 0xFF3A, 0xFF41, 0xFF5A,
          0x10400, 0x1044F, 0x104B0, 0x104D3, 0x104D8, 0x104FB, 0x10C80, 0x10CB2, 0x10CC0, 0x10CF2,
          0x118A0, 0x118DF, 0x1E900, 0x1E943);

  /** {@code [!-/:-~！-／：-～‘-‟　-。]}: marks, but ASCII letters as well. */
  private static final IntPredicate MARKS =
      new CharacterRanges(
          0x21, 0x2F, 0x3A, 0x7E, 0x2018, 0x201F, 0x3000, 0x3002, 0xFF01, 0xFF0F, 0xFF1A, 0xFF5E);

  /** {@code [一-龥ࠀ-一가-퟿]}: among others, Chinese and Japanese characters, and Hangul. */
  private static final IntPredicate EASTERN = new CharacterRanges(0x0800, 0x9FA5, 0xAC00, 0xD7FF);

  /** {@code [一-龥぀-ゟ゠-ヿ]}: Chinese characters, Hiragana and Katakana. */
  private static final IntPredicate CHINESE_AND_JAPANESE =
      new CharacterRanges(0x3040, 0x30FF, 0x4E00, 0x9FA5);

  /**
   * DeepSeek LLM, with L for the letters that it lists:
   *
   * <pre>
   * [\r\n]
   * \s?L+
   * \s?[!-/:-~！-／：-～‘-‟　-。]+
   * \s+$
   * [一-龥ࠀ-一가-퟿]+
   * \p{N}+
   * </pre>
   */
  static final List<Splitter> LLM =
      List.of(
          runsOfAtMost(1, has(NEWLINE)),
          runsAfterBlankOf(CASED_LETTERS),
          runsAfterBlankOf(MARKS),
          new FinalBlanksSplitter(),
          runsOf(EASTERN),
          runsOf(has(NUMBER)));

  /**
   * DeepSeek Coder:
   *
   * <pre>
   * [\r\n]
   * \s?\p{L}+
   * \s?\p{P}+
   * [一-龥ࠀ-一가-퟿]+
   * \p{N}
   * </pre>
   */
  static final List<Splitter> CODER =
      List.of(
          runsOfAtMost(1, has(NEWLINE)),
          runsAfterBlankOf(has(LETTER)),
          runsAfterBlankOf(has(PUNCTUATION)),
          runsOf(EASTERN),
          runsOfAtMost(1, has(NUMBER)));

  /** DeepSeek-V3: {@code \p{N}{1,3}}, {@code [一-龥぀-ゟ゠-ヿ]+}, then {@link DeepSeekV3Splitter}. */
  static final List<Splitter> V3 =
      List.of(runsOfAtMost(3, has(NUMBER)), runsOf(CHINESE_AND_JAPANESE), new DeepSeekV3Splitter());

  private DeepSeekSplitters() {}

  private static IntPredicate has(int flag) {
    return c -> (CharacterClass.of(c) & flag) != 0;
  }
}
