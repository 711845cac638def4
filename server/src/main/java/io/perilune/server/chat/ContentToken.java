package io.perilune.server.chat;

import java.util.List;

/**
 * A token from which an answer's content came.
 *
 * @param token the token
 * @param alternatives the most probable tokens in its place, best first, as many as were asked for
 */
public record ContentToken(Scored token, List<Scored> alternatives) {
  public ContentToken {
    alternatives = List.copyOf(alternatives);
  }

  /**
   * A token and how probable the model found it.
   *
   * @param id its number in the vocabulary
   * @param bytes what it stands for, perhaps a part of a character; of a control token its name
   * @param control whether it is a control token, which stands for no text
   * @param logprob the natural logarithm of its probability
   */
  public record Scored(int id, byte[] bytes, boolean control, float logprob) {}
}
