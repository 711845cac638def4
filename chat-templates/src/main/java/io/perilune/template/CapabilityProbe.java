package io.perilune.template;

import io.perilune.template.jinja.JinjaTemplate;
import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;
import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.Role;
import io.perilune.toolcall.ToolCall;
import io.perilune.toolcall.ToolDefinition;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds out what a template can do: it can what it renders without an error and with all the texts
 * that it was given. Later questions are asked in the forms that the earlier ones found.
 */
final class CapabilityProbe {
  private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
  private static final List<String> REASONING_FIELDS =
      List.of(TemplateCapabilities.REASONING_FIELD, "reasoning", "thinking");

  /** What Python prints of an absent value. */
  private static final String ABSENT = "None";

  private final JinjaTemplate template;
  private final SpecialTokens tokens;
  private final Set<TemplateCapability> found = EnumSet.noneOf(TemplateCapability.class);
  private final Set<Role> partRoles = EnumSet.noneOf(Role.class);
  private String reasoningField = TemplateCapabilities.REASONING_FIELD;

  /** The template used up the budget of a probe, as it would that of all others. */
  private boolean exhausted;

  private CapabilityProbe(JinjaTemplate template, SpecialTokens tokens) {
    this.template = template;
    this.tokens = tokens;
  }

  static TemplateCapabilities of(JinjaTemplate template, String source, SpecialTokens tokens) {
    CapabilityProbe probe = new CapabilityProbe(template, tokens);
    probe.askBasics();
    probe.askRoles(source);
    probe.askCalls();
    probe.askResults();
    probe.askContent();
    probe.askReasoning();
    return probe.exhausted ? TemplateCapabilities.UNKNOWN : probe.capabilities();
  }

  private TemplateCapabilities capabilities() {
    return new TemplateCapabilities(found, partRoles, reasoningField);
  }

  private void askBasics() {
    List<ChatMessage> plain = List.of(ProbeConversations.USER);
    found.add(TemplateCapability.NO_TOOLS_AS_NONE);
    if (prompt(plain).isEmpty()) {
      found.remove(TemplateCapability.NO_TOOLS_AS_NONE);
      // If it fails either way it lacks something else, and none is what the reference passes.
      note(TemplateCapability.NO_TOOLS_AS_NONE, prompt(plain).isEmpty());
    }
    boolean full = declares(ProbeConversations.FULL_TOOL);
    note(TemplateCapability.TOOLS, full);
    note(TemplateCapability.BARE_TOOLS, declares(ProbeConversations.BARE_TOOL) || !full);
    note(
        TemplateCapability.BARE_PARAMETERS,
        declares(ProbeConversations.BARE_PARAMETER_TOOL) || !full);
  }

  private boolean declares(ToolDefinition tool) {
    return prompt(List.of(ProbeConversations.USER), List.of(tool))
        .filter(text -> text.contains(ProbeConversations.TOOL))
        .isPresent();
  }

  private void askRoles(String source) {
    String a = ProbeConversations.A;
    String b = ProbeConversations.B;
    String c = ProbeConversations.C;
    ChatMessage system = ProbeConversations.SYSTEM;
    ChatMessage user = ProbeConversations.USER;
    ChatMessage assistant = ProbeConversations.ASSISTANT;
    ChatMessage developer = MessageEdits.withRole(system, Role.DEVELOPER);
    note(TemplateCapability.SYSTEM_ROLE, prints(List.of(system, user), a, b));
    note(TemplateCapability.SYSTEM_ALONE, prints(List.of(system), a));
    note(
        TemplateCapability.SYSTEM_ANYWHERE,
        prints(
            List.of(
                system,
                ChatMessage.system(ProbeConversations.D),
                user,
                assistant,
                ChatMessage.system(ProbeConversations.E),
                user),
            a,
            b,
            c,
            ProbeConversations.D,
            ProbeConversations.E));
    // Templates that let any role through print the name of one that their model has never seen.
    note(
        TemplateCapability.DEVELOPER_ROLE,
        source.contains(Role.DEVELOPER.wireName()) && prints(List.of(developer, user), a, b));
    note(TemplateCapability.ASSISTANT_FIRST, prints(List.of(assistant, user), c, b));
    note(
        TemplateCapability.REPEATED_ROLES,
        prints(
            List.of(
                user,
                ChatMessage.user(ProbeConversations.D),
                assistant,
                ChatMessage.assistant(ProbeConversations.E, List.of()),
                user),
            b,
            c,
            ProbeConversations.D,
            ProbeConversations.E));
  }

  private void askCalls() {
    found.add(TemplateCapability.TOOL_CALLS);
    found.add(TemplateCapability.STRING_ARGUMENTS);
    boolean asString = printsArguments(CapabilityProbe::hasArguments);
    found.remove(TemplateCapability.STRING_ARGUMENTS);
    boolean asObject = printsArguments(CapabilityProbe::hasArguments);
    // Where an object is not printed as JSON the template has its own way to write arguments.
    boolean ownWay = asObject && !printsArguments(text -> hasArguments(text) && isQuoted(text));
    note(TemplateCapability.STRING_ARGUMENTS, asString && !ownWay);
    note(TemplateCapability.TOOL_CALLS, asString || asObject);
    askResultNames();
    ToolCall call = ProbeConversations.CALL;
    ToolCall second =
        ProbeConversations.call(ProbeConversations.SECOND_SHORT_ID, ProbeConversations.SECOND_KEY);
    ToolCall longId = ProbeConversations.call(ProbeConversations.LONG_ID, ProbeConversations.KEY);
    ToolCall noJson = new ToolCall(call.id(), call.name(), ProbeConversations.KEY);
    note(
        TemplateCapability.PARALLEL_CALLS,
        prints(
            exchange(ProbeConversations.calling("", call, second)),
            ProbeConversations.KEY,
            ProbeConversations.SECOND_KEY));
    note(TemplateCapability.ANY_CALL_ID, renders(exchange(ProbeConversations.calling("", longId))));
    note(
        TemplateCapability.ANY_ARGUMENTS,
        renders(exchange(ProbeConversations.calling("", noJson))));
    note(
        TemplateCapability.CONTENT_BESIDE_CALLS,
        prints(
            exchange(ProbeConversations.calling(ProbeConversations.C, call)),
            ProbeConversations.C,
            ProbeConversations.KEY));
    note(
        TemplateCapability.UNANSWERED_CALLS,
        renders(
            List.of(
                ProbeConversations.USER,
                ProbeConversations.calling("", call),
                ProbeConversations.USER)));
  }

  /** Whether a call, in the form assumed now and with a result or without, makes such a prompt. */
  private boolean printsArguments(Predicate<String> property) {
    ChatMessage calling = ProbeConversations.calling("", ProbeConversations.CALL);
    ChatMessage result = result(ProbeConversations.SHORT_ID);
    return List.of(
            List.of(ProbeConversations.USER, calling, result),
            List.of(ProbeConversations.USER, calling, result.withName(ProbeConversations.TOOL)),
            List.of(ProbeConversations.USER, calling))
        .stream()
        .anyMatch(conversation -> prompt(conversation).filter(property).isPresent());
  }

  /** Whether arguments are printed, and not encoded or wrapped once more. */
  private static boolean hasArguments(String prompt) {
    String key = ProbeConversations.KEY;
    return prompt.contains(key) && !prompt.contains(key + "\\\"") && !prompt.contains("{{\"" + key);
  }

  /** Whether the arguments' key is printed as JSON or Python does. */
  private static boolean isQuoted(String prompt) {
    String key = ProbeConversations.KEY;
    return prompt.contains("\"" + key + "\":") || prompt.contains("'" + key + "':");
  }

  /** Whether results are labelled by {@code name}, and not just any message with its speaker's. */
  private void askResultNames() {
    ChatMessage calling = ProbeConversations.calling("", ProbeConversations.CALL);
    ChatMessage result = result(ProbeConversations.SHORT_ID);
    ChatMessage named = result.withName(ProbeConversations.TOOL);
    Optional<String> without = prompt(List.of(ProbeConversations.USER, calling, result));
    Optional<String> with = prompt(List.of(ProbeConversations.USER, calling, named));
    boolean namesSpeakers =
        prints(
            List.of(ProbeConversations.USER.withName(ProbeConversations.TOOL)),
            ProbeConversations.TOOL);
    note(
        TemplateCapability.RESULT_NAMES,
        with.isPresent()
            && (without.isEmpty()
                || !namesSpeakers
                    && count(with.get(), ProbeConversations.TOOL)
                        > count(without.get(), ProbeConversations.TOOL)));
  }

  private void askResults() {
    List<ChatMessage> exchange = exchange(ProbeConversations.calling("", ProbeConversations.CALL));
    boolean results =
        found.contains(TemplateCapability.TOOL_CALLS)
            && prints(exchange, ProbeConversations.RESULT);
    note(TemplateCapability.TOOL_RESULTS, results);
    note(
        TemplateCapability.ORPHAN_RESULTS,
        results
            && prints(
                List.of(ProbeConversations.USER, result(ProbeConversations.SHORT_ID)),
                ProbeConversations.RESULT));
  }

  private void askContent() {
    List<ChatMessage> plain = List.of(ProbeConversations.USER);
    List<ChatMessage> partsOnly = List.of(withParts(Role.USER));
    note(
        TemplateCapability.STRING_CONTENT,
        prints(plain, ProbeConversations.B) || !prints(partsOnly, ProbeConversations.D));
    for (Role role : Role.values()) {
      if (prompt(around(withParts(role))).filter(CapabilityProbe::printsParts).isPresent()) {
        partRoles.add(role);
      }
    }
    note(
        TemplateCapability.EMPTY_CONTENT,
        renders(around(ChatMessage.assistant("", List.of())))
            || !renders(around(ProbeConversations.ASSISTANT)));
    note(TemplateCapability.NULL_CONTENT, takesNull(List.of()) && takesNull(callsToTry()));
  }

  private List<ToolCall> callsToTry() {
    return found.contains(TemplateCapability.TOOL_CALLS)
        ? List.of(ProbeConversations.CALL)
        : List.of();
  }

  private boolean takesNull(List<ToolCall> calls) {
    Optional<String> absent = prompt(around(ChatMessage.assistant(null, calls)));
    Optional<String> empty = prompt(around(ChatMessage.assistant("", calls)));
    return absent.isPresent()
        && (empty.isEmpty() || count(absent.get(), ABSENT) == count(empty.get(), ABSENT));
  }

  /** Whether both texts of the parts are there, and not the parts as Python or JSON prints them. */
  private static boolean printsParts(String prompt) {
    return prompt.contains(ProbeConversations.D)
        && prompt.contains(ProbeConversations.E)
        && !prompt.contains("'type'")
        && !prompt.contains("\"type\"");
  }

  private static ChatMessage withParts(Role role) {
    return ProbeConversations.parts(role, ProbeConversations.D, ProbeConversations.E);
  }

  /** A conversation in which this message stands where its role usually does. */
  private List<ChatMessage> around(ChatMessage message) {
    ChatMessage user = ProbeConversations.USER;
    return switch (message.role()) {
      case SYSTEM, DEVELOPER -> List.of(message, user);
      case USER -> List.of(message);
      case ASSISTANT ->
          message.toolCalls().isEmpty() ? List.of(user, message, user) : exchange(message);
      case TOOL ->
          List.of(
              user,
              ProbeConversations.calling("", ProbeConversations.CALL),
              message.withName(resultName()));
    };
  }

  private void askReasoning() {
    List<ToolCall> calls = callsToTry();
    ChatMessage silent = ProbeConversations.reasoning("", calls.toArray(ToolCall[]::new));
    ChatMessage speaking =
        ProbeConversations.reasoning(ProbeConversations.C, calls.toArray(ToolCall[]::new));
    for (String field : REASONING_FIELDS) {
      reasoningField = field;
      if (prints(around(silent), ProbeConversations.THOUGHT)
          || prints(
              around(ProbeConversations.reasoning(ProbeConversations.C)),
              ProbeConversations.THOUGHT)) {
        found.add(TemplateCapability.REASONING);
        note(TemplateCapability.REASONING_BESIDE_CONTENT, renders(around(speaking)));
        return;
      }
    }
    reasoningField = TemplateCapabilities.REASONING_FIELD;
  }

  /** A user's message, this message with its calls, and their results. */
  private List<ChatMessage> exchange(ChatMessage calling) {
    List<ChatMessage> messages = new ArrayList<>();
    messages.add(ProbeConversations.USER);
    messages.add(calling);
    calling.toolCalls().forEach(call -> messages.add(result(call.id()).withName(resultName())));
    return messages;
  }

  private String resultName() {
    return found.contains(TemplateCapability.RESULT_NAMES) ? ProbeConversations.TOOL : null;
  }

  private static ChatMessage result(String id) {
    return ChatMessage.tool(id, ProbeConversations.RESULT);
  }

  private void note(TemplateCapability capability, boolean present) {
    if (present) {
      found.add(capability);
    } else {
      found.remove(capability);
    }
  }

  private boolean renders(List<ChatMessage> messages) {
    return prompt(messages).isPresent();
  }

  private boolean prints(List<ChatMessage> messages, String... texts) {
    return prompt(messages)
        .filter(text -> List.of(texts).stream().allMatch(text::contains))
        .isPresent();
  }

  private Optional<String> prompt(List<ChatMessage> messages) {
    return prompt(messages, List.of());
  }

  /** The prompt of a conversation in the form assumed now, or empty if the template refuses it. */
  private Optional<String> prompt(List<ChatMessage> messages, List<ToolDefinition> tools) {
    if (exhausted) {
      return Optional.empty();
    }
    TemplateInput input = new TemplateInput(messages, tools, true, Map.of());
    ConversationVariables variables = ConversationVariables.of(input, tokens, capabilities());
    try {
      return Optional.of(template.probe(variables.values(), CLOCK).chars());
    } catch (JinjaException e) {
      exhausted = e.kind() == ErrorKind.LIMIT;
      return Optional.empty();
    }
  }

  private static int count(String text, String part) {
    int count = 0;
    for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
      count++;
    }
    return count;
  }
}
