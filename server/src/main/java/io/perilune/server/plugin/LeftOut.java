package io.perilune.server.plugin;

import java.util.Objects;

/**
 * What was found and is not used.
 *
 * @param origin the jar's file name, or that it is built in
 * @param reason why, and what to do; the end of a sentence without its full stop
 */
public record LeftOut(String origin, String reason) {
  public LeftOut {
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(reason, "reason");
  }
}
