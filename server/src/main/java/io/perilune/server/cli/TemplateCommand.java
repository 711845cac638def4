package io.perilune.server.cli;

import io.perilune.server.chat.PromptMaker;
import io.perilune.server.engine.ExtensionFolder;
import io.perilune.server.engine.ModelPrompts;
import io.perilune.server.engine.TemplateSettings;
import io.perilune.template.PromptSegment;
import io.perilune.template.RenderedPrompt;
import io.perilune.template.SpecialTokens;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

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
      "add_generation_prompt and chat_template_kwargs; or the array of messages alone.",
      "",
      "Examples:",
      "  perilune template --messages chat.json              the demonstration model",
      "  perilune template model.gguf --messages chat.json   a model's own template",
      "  perilune template chat.jinja --messages chat.json --segments",
      "  perilune template model.gguf --chat-template tool_use --messages - < chat.json"
    })
@RegisterForReflection
public final class TemplateCommand extends FileCommand {
  private static final byte[] GGUF_MAGIC = "GGUF".getBytes(StandardCharsets.US_ASCII);
  private static final String DATA_BEGIN = "\u27e6";
  private static final String DATA_END = "\u27e7";

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE|MODEL",
      description = "A Jinja chat template, or a GGUF model. Default: the demonstration model.")
  private Path source;

  @Option(
      names = "--messages",
      required = true,
      paramLabel = "FILE",
      description = "The conversation, in JSON; - for standard input.")
  private Path messages;

  @Option(
      names = "--segments",
      description =
          "Put " + DATA_BEGIN + DATA_END + " around what is the client's and never control tokens.")
  private boolean segments;

  @Mixin private TemplateOptions options;

  @Option(
      names = "--bos",
      paramLabel = "TEXT",
      description = "For a Jinja file: the text of bos_token. Default: none.")
  private String bos;

  @Option(
      names = "--eos",
      paramLabel = "TEXT",
      description = "For a Jinja file: the text of eos_token. Default: none.")
  private String eos;

  private TemplateCommand() {}

  @Override
  void work() throws IOException {
    RenderedPrompt prompt = prompts().render(ConversationFile.read(messages));
    // Prompts hold all of Unicode, whatever the terminal's own encoding.
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.print(segments ? marked(prompt) : prompt.text());
    out.flush();
  }

  private PromptMaker prompts() throws IOException {
    if (source == null || Files.isDirectory(source) || isModel(source)) {
      refuse("--bos", bos, "a model has its own; leave it out, or name a Jinja file");
      refuse("--eos", eos, "a model has its own; leave it out, or name a Jinja file");
      return ModelPrompts.read(
          Optional.ofNullable(source),
          options.settings(),
          ExtensionFolder.read(Optional.ofNullable(options.plugins())));
    }
    String remedy = source + " is a template itself; leave it out, or name a model";
    refuse("--chat-template", options.template(), remedy);
    refuse("--chat-template-file", options.file(), remedy);
    refuse("--tool-call-format", options.format(), remedy);
    refuse("--plugins", options.plugins(), remedy);
    return ModelPrompts.ofTemplate(
        source,
        TemplateSettings.dialect(options.strict()),
        new SpecialTokens(Objects.toString(bos, ""), Objects.toString(eos, "")));
  }

  private void refuse(String option, Object value, String why) {
    if (value != null) {
      throw new ParameterException(
          spec().commandLine(), option + " cannot be used here: " + why + ".");
    }
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
