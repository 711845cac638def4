package io.perilune.server.badrequest;

/**
 * How much of an answer is read.
 *
 * @param bytes after so many it ends; negative for all
 * @param holdMillis how long nothing more is read then, before the connection is closed
 */
record Reading(int bytes, long holdMillis) {
  static final Reading WHOLE = new Reading(-1, 0);
}
