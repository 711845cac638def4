package io.perilune.server.engine;

import io.perilune.demo.DemoModel;
import io.perilune.gguf.GgufFile;
import io.perilune.gguf.GgufFormatException;
import io.perilune.inference.model.ModelConfig;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Opens model files; what is wrong with one is told in one sentence. */
public final class ModelFile {
  private ModelFile() {}

  /**
   * Checks that a file's headers are those of a model that can be served; reads no weights.
   *
   * @throws ModelLoadException if they are not
   */
  public static void check(Path path) {
    try (GgufFile file = open(path)) {
      ModelConfig.read(file);
    } catch (GgufFormatException e) {
      throw new ModelLoadException(e.getMessage(), e);
    }
  }

  /** Opens a model file; of a split model, any part opens the whole. */
  public static GgufFile open(Path path) {
    return open(path, GgufFile.Storage.MAPPED);
  }

  /** Opens a model file; of a split model, any part opens the whole. */
  static GgufFile open(Path path, GgufFile.Storage storage) {
    if (Files.isDirectory(path)) {
      throw new ModelLoadException(path + " is a folder; name the model's GGUF file in it.");
    }
    try {
      return GgufFile.open(path, storage);
    } catch (GgufFormatException e) {
      throw new ModelLoadException(e.getMessage(), e);
    } catch (NoSuchFileException e) {
      throw new ModelLoadException("The model file " + e.getFile() + " does not exist.", e);
    } catch (AccessDeniedException e) {
      throw new ModelLoadException("The model file " + e.getFile() + " must not be read.", e);
    } catch (IOException e) {
      throw new ModelLoadException(
          "The model file " + path + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  /** Opens the embedded demonstration model. */
  public static GgufFile openDemo() {
    try {
      return GgufFile.of(DemoModel.load(Arena.ofAuto()), DemoModel.FILE_NAME);
    } catch (IOException e) {
      throw new ModelLoadException(e.getMessage(), e);
    }
  }
}
