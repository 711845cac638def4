package io.perilune.server.conversation;

import io.perilune.inference.sampling.SamplerKind;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The names of the stages of sampling, as llama-server has them, with its other spellings. */
public final class SamplerNames {
  /** What an order must be, in words. */
  static final String EXPECTED =
      "an array of 'penalties', 'dry', 'top_n_sigma', 'top_k', 'typ_p', 'top_p', 'min_p', 'xtc' and"
          + " 'temperature', each at most once, or a string of their letters edskypmxt";

  private static final Map<String, SamplerKind> NAMES = new TreeMap<>();
  private static final Map<Integer, SamplerKind> LETTERS = new TreeMap<>();
  private static final Map<SamplerKind, String> FIRST_NAMES = new EnumMap<>(SamplerKind.class);

  static {
    name(SamplerKind.PENALTIES, 'e', "penalties");
    name(SamplerKind.DRY, 'd', "dry");
    name(SamplerKind.TOP_N_SIGMA, 's', "top_n_sigma", "top-n-sigma");
    name(SamplerKind.TOP_K, 'k', "top_k", "top-k");
    name(SamplerKind.TYPICAL_P, 'y', "typ_p", "typical_p", "typical-p", "typical", "typ-p", "typ");
    name(SamplerKind.TOP_P, 'p', "top_p", "top-p", "nucleus");
    name(SamplerKind.MIN_P, 'm', "min_p", "min-p");
    name(SamplerKind.XTC, 'x', "xtc");
    name(SamplerKind.TEMPERATURE, 't', "temperature", "temp");
  }

  private SamplerNames() {}

  /** The first name of a stage. */
  public static String of(SamplerKind kind) {
    return FIRST_NAMES.get(kind);
  }

  private static void name(SamplerKind kind, char letter, String... names) {
    LETTERS.put((int) letter, kind);
    FIRST_NAMES.put(kind, names[0]);
    for (String name : names) {
      NAMES.put(name, kind);
    }
  }

  /**
   * The stages of these names.
   *
   * @throws IllegalArgumentException if there is no such stage, or one twice
   */
  public static List<SamplerKind> ofNames(List<String> names) {
    return distinct(names.stream().map(NAMES::get).toList());
  }

  /**
   * The stages of these letters.
   *
   * @throws IllegalArgumentException as above
   */
  static List<SamplerKind> ofLetters(String letters) {
    return distinct(letters.chars().mapToObj(LETTERS::get).toList());
  }

  private static List<SamplerKind> distinct(List<SamplerKind> kinds) {
    EnumSet<SamplerKind> seen = EnumSet.noneOf(SamplerKind.class);
    for (SamplerKind kind : kinds) {
      if (kind == null || !seen.add(kind)) {
        throw new IllegalArgumentException("the samplers must be " + EXPECTED);
      }
    }
    return kinds;
  }
}
