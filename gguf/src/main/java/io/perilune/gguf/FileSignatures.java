package io.perilune.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Tells what a file is that is not GGUF, from its first bytes: the usual wrong downloads. */
final class FileSignatures {
  private static final int SAMPLE_BYTES = 64;

  /** A safetensors file begins with the 64-bit length of the JSON text that follows. */
  private static final int SAFETENSORS_JSON_START = 8;

  /** In either byte order. */
  private static final List<String> OLDER_FORMATS =
      List.of("ggml", "lmgg", "ggmf", "fmgg", "ggjt", "tjgg");

  private FileSignatures() {}

  /** A sentence on what the content seems to be and what to do, after a blank. */
  static String guess(MemorySegment content) {
    byte[] bytes =
        content
            .asSlice(0, Math.min(content.byteSize(), SAMPLE_BYTES))
            .toArray(ValueLayout.JAVA_BYTE);
    String sample = new String(bytes, StandardCharsets.ISO_8859_1);
    String text = sample.stripLeading().toLowerCase(Locale.ROOT);
    if (sample.startsWith("version https://git-lfs")) {
      return " It is a Git LFS pointer: run 'git lfs pull', or download the model file itself.";
    }
    if (text.startsWith("<!doctype") || text.startsWith("<html")) {
      return " It is an HTML page, perhaps an error page of the download: check the address.";
    }
    if (sample.startsWith("{", SAFETENSORS_JSON_START)) {
      return " It looks like a safetensors file: convert it to GGUF first.";
    }
    if (sample.startsWith("\u001f\u008b")) {
      return " It is compressed with gzip: unpack it first.";
    }
    if (sample.startsWith("PK\u0003\u0004")) {
      return " It is a ZIP or PyTorch archive: unpack it or convert it to GGUF first.";
    }
    if (sample.startsWith("FUGG")) {
      return " Its bytes are turned round, as in a big-endian file: convert the model again.";
    }
    if (OLDER_FORMATS.stream().anyMatch(text::startsWith)) {
      return " It is in a format older than GGUF: convert the model again from its source.";
    }
    return " Check that this is the model file, and download it again.";
  }
}
