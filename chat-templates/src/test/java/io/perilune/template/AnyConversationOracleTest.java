package io.perilune.template;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnyConversationOracleTest {
  private static final int RANDOM_CONVERSATIONS = 100;

  private int checked;
  private final List<String> broken = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  @Test
  void everyTemplateRendersWhateverClientsSend() {
    for (ChatTemplate template : OracleTemplates.all()) {
      if (AwkwardConversations.ordinary().stream()
          .allMatch(each -> error(template, each) == null)) {
        AwkwardConversations.all().forEach((name, input) -> check(template, name, input));
        for (long seed = 0; seed < RANDOM_CONVERSATIONS; seed++) {
          check(template, "random conversation " + seed, RandomConversations.of(seed));
        }
      } else {
        broken.add(template.name());
      }
    }
    System.out.println(
        "any-conversation: "
            + checked
            + " records checked / "
            + failures.size()
            + " mismatches; templates that render no ordinary conversation "
            + broken);
    assertTrue(failures.isEmpty(), () -> String.join("\n", failures));
  }

  private void check(ChatTemplate template, String name, TemplateInput input) {
    checked++;
    TemplateException error = error(template, input);
    if (error != null) {
      failures.add(name + ": " + error.getMessage());
    }
  }

  private static TemplateException error(ChatTemplate template, TemplateInput input) {
    try {
      template.render(input);
      return null;
    } catch (TemplateException e) {
      return e;
    }
  }
}
