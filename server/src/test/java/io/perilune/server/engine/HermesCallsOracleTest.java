package io.perilune.server.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.perilune.gguf.GgufFile;
import io.perilune.server.chat.ServedModel;
import io.perilune.server.error.ApiException;
import io.perilune.template.EmbeddedTemplates;
import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.ToolCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Qwen models of random weights, with the templates that show a call as JSON between tags. */
class HermesCallsOracleTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("perilune.oracle", "../../shared/oracle"));

  /** A call and its result, for a template to print. */
  private static final List<ChatMessage> CALLED =
      List.of(
          ChatMessage.user("Hi"),
          ChatMessage.assistant("", List.of(new ToolCall("call_0", "add", "{\"a\": 1}"))),
          ChatMessage.tool("call_0", "2"));

  @Test
  void theirCallsAreDetectedAndValid() throws Exception {
    List<Path> models =
        files(FOLDER.resolve("model").resolve("models")).filter(this::isQwen).toList();
    List<Path> templates =
        files(FOLDER.resolve("jinja").resolve("templates")).filter(this::showsCalls).toList();
    assumeTrue(!models.isEmpty() && !templates.isEmpty(), "no reference data at " + FOLDER);
    List<String> problems = new ArrayList<>();
    int checked = 0;
    for (Path template : templates) {
      Path model = models.get(checked++ % models.size());
      String name = model.getFileName() + " with " + template.getFileName() + ", ";
      String format = detectedFormat(template);
      if (!format.equals("hermes")) {
        problems.add(name + "the format " + format);
      }
      callByForce(model, template, checked).forEach(text -> problems.add(name + text));
    }
    System.out.printf(
        "hermes calls: records checked %d, mismatches %d%n", checked, problems.size());
    assertEquals(List.of(), problems);
  }

  /** The format of a model file with this template and a vocabulary without marks of calls. */
  private static String detectedFormat(Path template) {
    return ModelPrompts.of(
            "qwen3",
            EmbeddedTemplates.of(Optional.of(TemplateSettings.read(template))),
            new ByteTokenizer(List.of("<|im_start|>", "<|im_end|>"), "<|im_end|>"),
            TemplateSettings.DEFAULT,
            ExtensionFolder.read(Optional.empty()))
        .format()
        .id();
  }

  /** The models' vocabularies have another format's marks, so the format is said. */
  private static List<String> callByForce(Path file, Path template, long seed)
      throws InterruptedException {
    Map<String, String> values =
        Map.of(
            "perilune.chat-template-file",
            template.toString(),
            "perilune.tool-call-format",
            "hermes");
    try (ServedModel model = ConstrainedCalls.load(Optional.of(file), values)) {
      ConstrainedCalls calls = new ConstrainedCalls(model, false);
      List<String> problems = new ArrayList<>();
      calls.problem(seed, 0).ifPresent(problems::add);
      problemAfterCall(calls, seed, template).ifPresent(problems::add);
      return problems;
    }
  }

  /** There are templates that no reference renders with messages of the model. */
  private static Optional<String> problemAfterCall(ConstrainedCalls calls, long seed, Path template)
      throws InterruptedException {
    try {
      return calls.problem(CALLED, seed, 1);
    } catch (ApiException e) {
      if (!e.getMessage().startsWith("The chat template")) {
        throw e;
      }
      System.out.println(template.getFileName() + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Stream<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList().stream();
    }
  }

  private boolean isQwen(Path file) {
    if (!file.toString().endsWith(".gguf") || file.toString().contains("-of-")) {
      return false;
    }
    try (GgufFile gguf = ModelFile.open(file)) {
      return gguf.metadata().requireString("general.architecture").startsWith("qwen");
    }
  }

  private boolean showsCalls(Path template) {
    String source = TemplateSettings.read(template).replace("\\n", "").replace("\\\"", "\"");
    return source.contains("<tool_call>{\"name\"");
  }
}
