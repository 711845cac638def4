package io.perilune.server.api.llamaserver;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Room for one generation. Nothing of what is generated is told.
 *
 * @param contextLength the most tokens of prompt and answer together
 * @param processing whether a generation is in it
 */
@RegisterForReflection
public record Slot(
    int id,
    @JsonProperty("n_ctx") int contextLength,
    @JsonProperty("is_processing") boolean processing) {}
