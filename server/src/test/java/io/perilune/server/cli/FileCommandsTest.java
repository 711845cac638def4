package io.perilune.server.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perilune.demo.DemoModel;
import io.perilune.gguf.GgufWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FileCommandsTest {
  @TempDir Path folder;
  private Path model;

  @BeforeEach
  void copyModel() throws Exception {
    model = folder.resolve("demo.gguf");
    try (InputStream demo = DemoModel.open()) {
      Files.copy(demo, model);
    }
  }

  @Test
  void inspectShowsSizesMetadataAndTensors() {
    CommandRun run = CommandRun.of("inspect", model.toString());
    assertEquals(0, run.status(), run.err());
    for (String part :
        List.of(
            "bits per weight",
            "bytes of KV cache (F16) per token",
            "Q8_0",
            "general.architecture = \"",
            "of type STRING",
            "output_norm.weight")) {
      assertTrue(run.out().contains(part), () -> part + " in " + run.out());
    }
  }

  @Test
  void inspectPrintsJson() throws Exception {
    JsonNode json =
        new ObjectMapper().readTree(CommandRun.of("inspect", "--json", model.toString()).out());
    assertEquals(Files.size(model), json.get("file_bytes").asLong());
    long bytes = 0;
    for (JsonNode tensor : json.get("tensors")) {
      bytes += tensor.get("bytes").asLong();
    }
    assertEquals(bytes, json.get("weight_bytes").asLong());
    assertTrue(json.get("kv_bytes_per_token_f16").asLong() > 0);
    JsonNode tokens = json.get("metadata").get("tokenizer.ggml.tokens");
    assertEquals("STRING", tokens.get("array_of").asText());
    assertTrue(tokens.get("count").asLong() > tokens.get("first").size());
  }

  @Test
  void inspectShowsNoControlCharactersOfTheFile() throws Exception {
    Path file = folder.resolve("hostile.gguf");
    new GgufWriter().string("general.name", "a\u001b[31m\u009b\u202e\nb").write(file);
    CommandRun run = CommandRun.of("inspect", file.toString());
    assertEquals(0, run.status(), run.err());
    assertTrue(run.out().contains("a\\u001b[31m\\u009b\\u202e\\nb"), run.out());
    assertTrue(run.out().contains("cannot be served"), run.out());
  }

  @Test
  void inspectShowsTheRestOfAFileWithMalformedText() throws Exception {
    Path file = folder.resolve("latin1.gguf");
    new GgufWriter().string("a", "caf\u00e9").string("b", "fine").write(file);
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = bytes[i] == (byte) 0xc3 ? (byte) 0xff : bytes[i];
    }
    Files.write(file, bytes);
    CommandRun text = CommandRun.of("inspect", file.toString());
    assertEquals(0, text.status(), text.err());
    assertTrue(text.out().contains("a = (latin1.gguf: key 'a' at byte"), text.out());
    assertTrue(text.out().contains("b = \"fine\""), text.out());
    CommandRun json = CommandRun.of("inspect", "--json", file.toString());
    JsonNode metadata = new ObjectMapper().readTree(json.out()).get("metadata");
    assertTrue(metadata.get("a").get("unreadable").asText().contains("UTF-8"), json.out());
    assertEquals("fine", metadata.get("b").asText());
  }

  @Test
  void deniedAccessIsNotCalledAMissingFile() {
    @Command(name = "denied")
    class Denied extends FileCommand {
      @Override
      void work() throws IOException {
        throw new AccessDeniedException("a.gguf");
      }
    }
    StringWriter err = new StringWriter();
    int status = new CommandLine(new Denied()).setErr(new PrintWriter(err, true)).execute();
    assertEquals(1, status);
    assertEquals("perilune: a.gguf: access is denied.", err.toString().strip());
  }

  @Test
  void splitDoesNotReplaceWhatItReads() {
    String prefix = folder.resolve("p").toString();
    assertEquals(0, CommandRun.of("split", model.toString(), prefix).status());
    String part = prefix + "-00001-of-00001.gguf";
    CommandRun again = CommandRun.of("split", part, prefix, "--force");
    assertEquals(1, again.status());
    assertTrue(again.err().contains("is what is read; give the new file another name."));
    CommandRun merge = CommandRun.of("merge", part, folder.resolve("m.gguf").toString());
    assertTrue(merge.out().endsWith("from 1 part." + System.lineSeparator()), merge.out());
    CommandRun none = CommandRun.of("split", part, prefix + "2", "--max-tensors=0");
    assertEquals(2, none.status());
    assertTrue(none.err().contains("--max-tensors is 0; it must be from 1 to"), none.err());
  }

  @Test
  void splitAndMergeGiveTheSameFile() throws Exception {
    CommandRun split =
        CommandRun.of("split", model.toString(), folder.resolve("p") + "", "--max-tensors", "9");
    assertEquals(0, split.status(), split.err());
    List<String> names;
    try (var files = Files.list(folder)) {
      names = files.map(file -> file.getFileName().toString()).sorted().toList();
    }
    Path part = folder.resolve(names.get(2));
    CommandRun merge =
        CommandRun.of("merge", part.toString(), folder.resolve("merged.gguf").toString());
    assertEquals(0, merge.status(), merge.err());
    CommandRun first = CommandRun.of("inspect", "--json", model.toString());
    CommandRun second = CommandRun.of("inspect", "--json", folder.resolve("merged.gguf") + "");
    assertEquals(weights(first), weights(second));

    CommandRun again =
        CommandRun.of("merge", part.toString(), folder.resolve("merged.gguf").toString());
    assertEquals(1, again.status());
    assertTrue(again.err().contains("merged.gguf exists already; add --force"), again.err());
    byte[] merged = Files.readAllBytes(folder.resolve("merged.gguf"));
    CommandRun forced =
        CommandRun.of("merge", "--force", part.toString(), folder.resolve("merged.gguf") + "");
    assertEquals(0, forced.status(), forced.err());
    assertArrayEquals(merged, Files.readAllBytes(folder.resolve("merged.gguf")));
  }

  private static long weights(CommandRun run) throws Exception {
    return new ObjectMapper().readTree(run.out()).get("weights").asLong();
  }

  @ParameterizedTest
  @ValueSource(strings = {"inspect", "split", "merge"})
  void aBadFileIsRefusedInOneSentence(String command) throws Exception {
    Path bad = Files.writeString(folder.resolve("note.gguf"), "This is no model at all.");
    for (Path file : List.of(bad, folder.resolve("missing.gguf"), folder)) {
      CommandRun run =
          command.equals("inspect")
              ? CommandRun.of(command, file.toString())
              : CommandRun.of(command, file.toString(), folder.resolve("out").toString());
      assertEquals(1, run.status());
      assertEquals("", run.out());
      assertEquals(1, run.err().strip().lines().count(), run.err());
      assertTrue(run.err().startsWith("perilune: "), run.err());
    }
  }

  @ParameterizedTest
  @CsvSource({"500, 500", "1k, 1024", "500M, 524288000", "40G, 42949672960", "2GiB, 2147483648"})
  void sizesHaveUnits(String text, long bytes) {
    assertEquals(bytes, ByteSize.parse(text).bytes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "x", "-1", "5X", "9999999999T"})
  void otherSizesAreRefused(String text) {
    CommandRun run =
        CommandRun.of("split", model.toString(), folder.resolve("p") + "", "--max-size=" + text);
    assertEquals(2, run.status());
    assertTrue(run.err().contains("is no size like 500M or 40G"), run.err());
  }
}
