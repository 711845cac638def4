package io.perilune.inference.engine;

import io.perilune.inference.kv.PrefixCache;
import io.perilune.inference.kv.PrefixFile;
import io.perilune.inference.kv.PrefixFileException;
import java.util.Optional;

/**
 * What an engine does with the file of its prefix cache, if it has one. It can always do without: a
 * file that cannot be used costs a warning and is replaced at the end, unless it is something else.
 */
final class SavedPrefixes {
  private static final System.Logger LOG = System.getLogger(SavedPrefixes.class.getName());

  private final Optional<PrefixFile> file;
  private final PrefixCache prefixes;

  SavedPrefixes(Optional<PrefixFile> file, PrefixCache prefixes) {
    this.file = file;
    this.prefixes = prefixes;
  }

  /**
   * Restores what was saved.
   *
   * @throws IllegalArgumentException if the file is no prefix cache, so that it must not be
   *     replaced
   */
  void restore() {
    if (file.isEmpty()) {
      return;
    }
    try {
      long tokens = file.get().restore(prefixes);
      LOG.log(System.Logger.Level.INFO, "the prefix cache begins with {0} tokens", tokens);
    } catch (PrefixFileException e) {
      if (e.isForeign()) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
      LOG.log(System.Logger.Level.WARNING, "the prefix cache begins empty: " + e.getMessage());
    }
  }

  /** Saves what is retained. */
  void save() {
    if (file.isEmpty()) {
      return;
    }
    try {
      file.get().save(prefixes);
      LOG.log(
          System.Logger.Level.INFO,
          "the prefix cache has been saved with {0} tokens",
          prefixes.retainedTokens());
    } catch (PrefixFileException e) {
      LOG.log(System.Logger.Level.WARNING, e.getMessage());
    }
  }
}
