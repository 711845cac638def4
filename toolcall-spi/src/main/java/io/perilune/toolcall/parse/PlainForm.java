package io.perilune.toolcall.parse;

import java.util.List;
import java.util.Optional;

/** A way to write a call as plain text, recognised by the end of the text before it. */
public interface PlainForm {
  /** No place. */
  int NONE = -1;

  /**
   * The beginning of a call.
   *
   * @param from where in the text it begins; the text before is none of its
   * @param opening reads on, beginning with the character that was looked at
   */
  record Start(int from, CallOpening opening) {}

  /** The characters by which {@link #find} may see that a call begins: few and rare ones. */
  String decisiveCharacters();

  /** The first characters of all that {@link #beginsAt} may take for a beginning. */
  String firstCharacters();

  /** What begins with this character, a decisive one, which follows the text. */
  Optional<Start> find(TextTail text, char c);

  /**
   * Where the call begins that the text from a place on may turn out to be if more follows.
   *
   * @param place a place in the text, before {@link TextTail#end}, with a first character
   * @return the place, or an earlier one where a wrapper stands directly before it; {@link #NONE}
   *     if it is no beginning
   */
  int beginsAt(TextTail text, int place);

  /**
   * What is the beginning of a call if it stands directly before the tag that closes reasoning,
   * blanks left out: models that lack a separator of their own have written that tag instead. Each
   * begins with {@code <} and has no other.
   */
  default List<String> leadsBeforeThinkClose() {
    return List.of();
  }

  /** Nothing that may begin a call is longer than this, blanks at its end not counted. */
  int startCharsMax();
}
