package io.perilune.server.launch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs a client in the terminal of this program. */
public final class ClientProcess {
  private ClientProcess() {}

  /**
   * Runs a client to its end.
   *
   * @param searchPath the folders to look for its program in, as the variable PATH has them
   * @param more arguments behind those of the setup
   * @return its exit status
   * @throws LaunchException if it is not there or cannot be started
   */
  public static int run(ClientSetup setup, String searchPath, List<String> more)
      throws InterruptedException {
    String name = setup.command().getFirst();
    Path program =
        find(name, searchPath)
            .orElseThrow(
                () -> new LaunchException("There is no program '" + name + "' on the PATH."));
    List<String> command = new ArrayList<>(setup.command());
    command.set(0, program.toString());
    command.addAll(more);
    ProcessBuilder process = new ProcessBuilder(command).inheritIO();
    process.environment().putAll(setup.environment());
    try {
      return process.start().waitFor();
    } catch (IOException e) {
      throw new LaunchException("The program " + program + " could not be started.");
    }
  }

  private static Optional<Path> find(String name, String searchPath) {
    for (String folder : searchPath.split(File.pathSeparator)) {
      try {
        Path program = Path.of(folder, name);
        if (!folder.isEmpty() && Files.isRegularFile(program) && Files.isExecutable(program)) {
          return Optional.of(program);
        }
      } catch (InvalidPathException e) {
        // Nothing can be in such a folder.
      }
    }
    return Optional.empty();
  }
}
