package io.perilune.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.gguf.GgufFile;
import io.perilune.gguf.GgufMetadata;
import io.perilune.gguf.TensorInfo;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class DemoModelTest {
  @Test
  void memoryHoldsExactlyTheFile() throws IOException {
    byte[] streamed;
    try (InputStream stream = DemoModel.open()) {
      streamed = stream.readAllBytes();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment content = DemoModel.load(arena);
      assertTrue(content.isNative());
      assertTrue(content.isReadOnly());
      assertEquals(-1, content.mismatch(MemorySegment.ofArray(streamed)));
    }
  }

  @Test
  void isAWholeModelOfKimiK2sArchitecture() throws IOException {
    try (Arena arena = Arena.ofConfined();
        GgufFile file = GgufFile.of(DemoModel.load(arena), DemoModel.FILE_NAME)) {
      GgufMetadata metadata = file.metadata();
      assertEquals(DemoModel.NAME, metadata.requireString("general.name"));
      assertEquals("deepseek2", metadata.requireString("general.architecture"));
      assertEquals("kimi-k2", metadata.requireString("tokenizer.ggml.pre"));
      assertTrue(metadata.contains("tokenizer.chat_template"));
      assertEquals(
          metadata.requireInteger("deepseek2.vocab_size"),
          metadata.strings("tokenizer.ggml.tokens").orElseThrow().size());
      long parameters = file.tensors().stream().mapToLong(TensorInfo::elements).sum();
      assertEquals(5.43e6, parameters, 0.1e6);
    }
  }
}
