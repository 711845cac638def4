package io.perilune.inference.model;

import io.perilune.gguf.GgufFile;
import io.perilune.gguf.TensorInfo;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.TreeSet;

/**
 * What stands for a model where something was computed with it: a SHA-256 over its metadata, its
 * tensors' names, types and shapes, and a sample of each tensor's data, so that models that were
 * trained on from the same one differ. To read all data would take minutes for a large model.
 */
public final class ModelDigest {
  /** Bytes from the middle of each tensor. */
  private static final int SAMPLE_BYTES = 4096;

  /** Elements of long arrays, such as the vocabulary. */
  private static final int ARRAY_ELEMENTS = 64;

  private ModelDigest() {}

  /** The digest of a file or split set, 32 bytes. */
  public static byte[] of(GgufFile file) {
    MessageDigest digest = sha256();
    for (String key : new TreeSet<>(file.metadata().keys())) {
      if (!key.startsWith("split.")) {
        update(digest, key + " = " + file.value(key, ARRAY_ELEMENTS).orElse(null) + "\n");
      }
    }
    for (TensorInfo tensor : file.tensors()) {
      update(
          digest,
          tensor.name() + " " + tensor.type() + " " + tensor.shapeText() + " " + tensor.bytes());
      MemorySegment data = file.data(tensor);
      long size = Math.min(SAMPLE_BYTES, data.byteSize());
      ByteBuffer sample = data.asSlice((data.byteSize() - size) / 2, size).asByteBuffer();
      digest.update(sample);
    }
    return digest.digest();
  }

  private static void update(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
