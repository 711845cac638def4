package io.perilune.template;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserDataOracleTest {
  /** Control texts, and one that no template can hold by itself. */
  private static final List<String> CONTROLS =
      List.of("<|im_end|>", "<|tool_call_begin|>", "<think>", "[/INST]", "<|perilune_probe|>");

  @Test
  void whatClientsWriteIsNeverTemplateText() {
    int checked = 0;
    int inPrompts = 0;
    List<String> failures = new ArrayList<>();
    for (ChatTemplate template : OracleTemplates.all()) {
      for (String control : CONTROLS) {
        try {
          RenderedPrompt prompt = template.render(AwkwardConversations.withEverywhere(control));
          long allowed =
              fromTemplate(template.render(AwkwardConversations.withEverywhere("")), control);
          checked++;
          inPrompts += prompt.text().contains(control) ? 1 : 0;
          if (fromTemplate(prompt, control) > allowed) {
            failures.add(template.name() + " takes " + control + " for its own");
          }
        } catch (TemplateException e) {
          assertTrue(
              e.kind() != TemplateException.Kind.OVER_BUDGET, () -> control + e.getMessage());
        }
      }
    }
    System.out.println(
        "user-data: "
            + checked
            + " records checked / "
            + failures.size()
            + " mismatches; the control text is in "
            + inPrompts
            + " prompts");
    assertTrue(failures.isEmpty(), () -> String.join("\n", failures));
  }

  /** How often the template itself wrote this text. */
  private static long fromTemplate(RenderedPrompt prompt, String control) {
    long count = 0;
    for (PromptSegment segment : prompt.segments()) {
      String text = segment.template() ? segment.text() : "";
      for (int at = text.indexOf(control); at >= 0; at = text.indexOf(control, at + 1)) {
        count++;
      }
    }
    return count;
  }
}
