package io.perilune.server.cli;

import io.perilune.gguf.GgufFormatException;
import io.perilune.server.engine.ModelLoadException;
import io.perilune.server.error.ApiException;
import io.perilune.template.TemplateException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that works on model files without a server; what goes wrong is told in a sentence. */
abstract class FileCommand implements Callable<Integer> {
  private static final int FAILURE = 1;

  /** Whether results may replace files. */
  static final class Overwrite {
    @Option(names = "--force", description = "Replace files that are there already.")
    private boolean force;

    Overwrite() {}

    boolean allowed() {
      return force;
    }
  }

  @Spec private CommandSpec spec;

  /** Does the work. */
  abstract void work() throws IOException;

  final CommandSpec spec() {
    return spec;
  }

  @Override
  public final Integer call() {
    try {
      work();
      return 0;
    } catch (ModelLoadException
        | GgufFormatException
        | ApiException
        | TemplateException
        | IllegalArgumentException e) {
      return fail(e.getMessage());
    } catch (FileAlreadyExistsException e) {
      return fail(e.getFile() + " exists already; add --force to replace it.");
    } catch (AccessDeniedException e) {
      return fail(e.getFile() + ": access is denied.");
    } catch (FileSystemException e) {
      return fail(e.getFile() + ": " + (e.getReason() == null ? "not found" : e.getReason()) + ".");
    } catch (IOException e) {
      return fail(e.getMessage());
    } catch (InternalError e) {
      // A page of a mapped file that is no longer there.
      return fail("The model file was cut while it was read; restore it and try again.");
    }
  }

  private int fail(String problem) {
    String end = problem.endsWith(".") ? "" : ".";
    spec.commandLine().getErr().println("perilune: " + problem + end);
    return FAILURE;
  }
}
