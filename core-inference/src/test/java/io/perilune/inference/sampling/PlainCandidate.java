package io.perilune.inference.sampling;

/** A token and its logit, as the plain definitions of stages see it. */
record PlainCandidate(int token, double logit) {}
