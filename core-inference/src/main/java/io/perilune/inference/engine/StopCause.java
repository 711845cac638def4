package io.perilune.inference.engine;

/** Why a generation ended. */
public enum StopCause {
  /** A stop token was chosen. */
  STOP_TOKEN,
  /** The token limit or the end of the context was reached. */
  LENGTH,
  /** The consumer cancelled, or the engine was closed. */
  CANCELLED,
  /** The request's time limit has passed. */
  TIMED_OUT,
  /** This generation could not go on; nothing more is told to clients. */
  FAILED,
  /** The engine failed and has stopped: no generation goes on, and none is taken any more. */
  ENGINE_STOPPED
}
