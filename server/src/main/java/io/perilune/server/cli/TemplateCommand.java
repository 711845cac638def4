package io.perilune.server.cli;

import io.perilune.server.chat.PromptMaker;
import io.perilune.server.conversation.TemplateInputReader;
import io.perilune.server.engine.ModelLoadException;
import io.perilune.server.engine.ModelPrompts;
import io.perilune.server.error.ApiException;
import io.perilune.server.json.RequestBody;
import io.perilune.template.ChatTemplate;
import io.perilune.template.PromptSegment;
import io.perilune.template.RenderedPrompt;
import io.perilune.template.SpecialTokens;
import io.perilune.template.TemplateException;
import io.perilune.template.TemplateOption;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code perilune template}: prints the prompt that a conversation makes. */
@Command(
    name = "template",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = "Prints the prompt that a chat template makes of a conversation.",
    footer = {
      "",
      "The messages are a JSON object as clients post it: messages, and if need be tools,",
      "add_generation_prompt and chat_template_kwargs.",
      "",
      "Examples:",
      "  perilune template --messages chat.json              the demonstration model",
      "  perilune template model.gguf --messages chat.json   a model's own template",
      "  perilune template chat.jinja --messages chat.json --segments"
    })
@RegisterForReflection
public final class TemplateCommand implements Callable<Integer> {
  private static final int FAILURE = 1;
  private static final byte[] GGUF_MAGIC = "GGUF".getBytes(StandardCharsets.US_ASCII);
  private static final String DATA_BEGIN = "\u27e6";
  private static final String DATA_END = "\u27e7";

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE|MODEL",
      description = "A Jinja chat template, or a GGUF model. Default: the demonstration model.")
  private Path source;

  @Option(
      names = "--messages",
      required = true,
      paramLabel = "FILE",
      description = "The conversation, in JSON.")
  private Path messages;

  @Option(
      names = "--segments",
      description =
          "Put " + DATA_BEGIN + DATA_END + " around what is the client's and never control tokens.")
  private boolean segments;

  @Option(
      names = "--chat-template",
      paramLabel = "NAME",
      description = "Of a model: the variant, or built-in template, of this name; or Jinja source.")
  private String chatTemplate;

  @Option(
      names = "--bos",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "For a Jinja file: the text of bos_token.")
  private String bos;

  @Option(
      names = "--eos",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "For a Jinja file: the text of eos_token.")
  private String eos;

  private TemplateCommand() {}

  @Override
  public Integer call() {
    try {
      PromptMaker prompts = prompts();
      RenderedPrompt prompt =
          prompts.render(TemplateInputReader.read(RequestBody.read(Files.readAllBytes(messages))));
      // Prompts hold all of Unicode, whatever the terminal's own encoding.
      PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      out.print(segments ? marked(prompt) : prompt.text());
      out.flush();
      return 0;
    } catch (ApiException | ModelLoadException | TemplateException e) {
      return fail(e.getMessage());
    } catch (IOException e) {
      return fail("The file " + e.getMessage() + " cannot be read.");
    }
  }

  private int fail(String message) {
    spec.commandLine().getErr().println("perilune: " + message);
    return FAILURE;
  }

  private PromptMaker prompts() throws IOException {
    if (source == null || Files.isDirectory(source) || isModel(source)) {
      TemplateOption option =
          chatTemplate == null
              ? new TemplateOption.Default()
              : TemplateOption.nameOrSource(chatTemplate);
      return ModelPrompts.read(Optional.ofNullable(source), option);
    }
    return ModelPrompts.ofTemplate(
        ChatTemplate.compile(
            "in " + source, Files.readString(source), new SpecialTokens(bos, eos)));
  }

  private static boolean isModel(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(GGUF_MAGIC.length), GGUF_MAGIC);
    }
  }

  private static String marked(RenderedPrompt prompt) {
    StringBuilder out = new StringBuilder();
    for (PromptSegment segment : prompt.segments()) {
      out.append(segment.template() ? segment.text() : DATA_BEGIN + segment.text() + DATA_END);
    }
    return out.toString();
  }
}
