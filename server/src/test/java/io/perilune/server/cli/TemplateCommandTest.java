package io.perilune.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateCommandTest {
  private static final String TEMPLATE =
      "{{ bos_token }}{% for m in messages %}<|{{ m.role }}|>{{ m.content }}{% endfor %}"
          + "{% if tools %}{{ tools|length }}{% endif %}{{ mood }}";

  @TempDir private Path folder;
  private String messages;
  private String template;

  @BeforeEach
  void write() throws IOException {
    messages = file("chat.json", "{\"messages\": [{\"role\": \"user\", \"content\": \"Grüße\"}]}");
    template = file("chat.jinja", TEMPLATE);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void printsThePromptOfATemplate() {
    assertEquals("<s><|user|>Grüße", run(template, "--messages", messages, "--bos", "<s>"));
  }

  @Test
  void marksWhatIsTheClients() {
    assertEquals("<|user|>⟦Grüße⟧", run(template, "--messages", messages, "--segments"));
  }

  @Test
  void readsToolsAndOptionsAsARequestHasThem() throws IOException {
    String full =
        file(
            "full.json",
            """
            {"messages": [{"role": "user", "content": "Hi"}],
             "tools": [{"type": "function", "function": {"name": "f"}}],
             "chat_template_kwargs": {"mood": "calm"}}""");
    assertEquals("<|user|>Hi1calm", run(template, "--messages", full));
  }

  @Test
  void usesTheDemonstrationModelWithoutAFile() {
    assertTrue(run("--messages", messages).contains("Grüße<|im_end|>"));
  }

  @Test
  void aModelMayBeGivenAnotherTemplate() {
    String prompt = run("--messages", messages, "--chat-template-file", template);
    assertTrue(prompt.endsWith("<|user|>Grüße"), prompt);
    assertEquals(
        "Grüße", run("--messages", messages, "--chat-template", "{{ messages[0].content }}"));
  }

  @Test
  void readsMessagesAloneAndFromStandardInput() throws IOException {
    String alone = file("alone.json", "[{\"role\": \"user\", \"content\": \"a\"}]");
    assertEquals("<|user|>a", run(template, "--messages", alone));
    InputStream in = System.in;
    try {
      System.setIn(Files.newInputStream(Path.of(alone)));
      assertEquals("<|user|>a", run(template, "--messages", "-"));
    } finally {
      System.setIn(in);
    }
  }

  @Test
  void refusesOptionsThatWouldChangeNothing() {
    assertTrue(run("--messages", messages, "--bos", "x").contains("name a Jinja file"));
    assertTrue(
        run(template, "--messages", messages, "--chat-template", "kimi").contains("name a model"));
    assertTrue(
        run(template, "--messages", messages, "--chat-template-file", template)
            .contains("is a template itself"));
  }

  @Test
  void strictTemplatesMayNotAppend() throws IOException {
    String appending = file("append.jinja", "{% set l = [] %}{{ l.append(1) }}{{ l }}");
    assertEquals("None[1]", run(appending, "--messages", messages));
    assertTrue(
        run(appending, "--messages", messages, "--chat-template-strict").contains("'append'"));
    assertTrue(
        run("--messages", messages, "--chat-template-file", appending, "--chat-template-strict")
            .contains("'append'"));
  }

  @Test
  void saysWhatIsWrongInOneSentence() throws IOException {
    assertTrue(run(template, "--messages", "no-such.json").contains("no-such.json"));
    String broken = file("broken.jinja", "a\n{% if %}");
    assertTrue(run(broken, "--messages", messages).contains("line 2"));
    String refusing = file("refusing.jinja", "{{ raise_exception('No roles.') }}");
    assertTrue(run(refusing, "--messages", messages).contains("No roles."));
    String empty = file("empty.json", "{}");
    assertTrue(run(template, "--messages", empty).contains("messages must be an array"));
    String cut = file("cut.json", "{\"messages\": [");
    assertTrue(run(template, "--messages", cut).contains("cut.json is not valid JSON"));
    assertTrue(run(template, "--messages", folder.toString()).contains("is a folder"));
  }

  /** What is printed, be it the prompt or a complaint. */
  private static String run(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "template";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = System.out;
    PrintStream err = System.err;
    try (PrintStream both = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      System.setOut(both);
      System.setErr(both);
      PeriluneCommand.execute(all);
      return printed.toString(StandardCharsets.UTF_8);
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
