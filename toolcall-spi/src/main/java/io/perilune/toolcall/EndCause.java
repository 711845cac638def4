package io.perilune.toolcall;

/** Why a model stopped generating. */
public enum EndCause {
  /** An end-of-generation token or a stop string. */
  STOP,
  /** The token limit; what is unfinished stays as it is. */
  LENGTH
}
