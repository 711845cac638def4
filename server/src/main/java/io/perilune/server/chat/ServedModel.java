package io.perilune.server.chat;

import io.perilune.inference.engine.Engine;
import io.perilune.inference.tokenizer.Tokenizer;
import io.perilune.server.constraint.OutputConstraints;
import io.perilune.server.plugin.Extensions;
import io.perilune.template.ChatTemplates;
import io.perilune.toolcall.ToolCallFormat;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A model ready to answer.
 *
 * @param names the names under which clients may ask for it; the first is the one answers carry
 * @param format how the model writes tool calls
 * @param extensions all formats that were at hand, and where they come from
 * @param created when the model was made or, if that is unknown, loaded
 * @param kernels the name of the kernels that compute
 * @param constraints compiles constraints for the model's vocabulary
 * @param constrainAuto whether calls that the model makes of its own accord must fit their tools
 * @param sampling how tokens are chosen where a request does not say
 * @param reasoning the reasoning of its answers
 * @param damage says in a sentence what has happened to the model's file while it is in use, if
 *     anything has
 * @param closer closes the engine and what it computes with
 */
public record ServedModel(
    List<String> names,
    Engine engine,
    Tokenizer tokenizer,
    ChatTemplates templates,
    ToolCallFormat format,
    Extensions extensions,
    Instant created,
    String kernels,
    OutputConstraints constraints,
    boolean constrainAuto,
    SamplingSettings sampling,
    ReasoningMemory reasoning,
    Supplier<Optional<String>> damage,
    Runnable closer)
    implements AutoCloseable {
  public ServedModel {
    names = List.copyOf(names);
  }

  /** The name that answers carry. */
  public String name() {
    return names.getFirst();
  }

  /** Ends all generations and releases the model. */
  @Override
  public void close() {
    closer.run();
  }

  /** The most tokens of prompt and answer together. */
  public int contextLength() {
    return engine.contextLength();
  }
}
