package io.perilune.server.engine;

import io.perilune.server.plugin.Extensions;
import io.perilune.server.plugin.PluginException;
import io.perilune.server.plugin.Plugins;
import java.nio.file.Path;
import java.util.Optional;

/** Where the operator keeps further tool-call formats and chat templates. */
public final class ExtensionFolder {
  private ExtensionFolder() {}

  /**
   * What is built in and what is in the folder.
   *
   * @throws ModelLoadException if the folder cannot be read
   */
  public static Extensions read(Optional<Path> folder) {
    try {
      return Extensions.of(Plugins.in(folder));
    } catch (PluginException e) {
      throw new ModelLoadException(e.getMessage(), e);
    }
  }
}
