package io.perilune.template;

/**
 * What a chat template may be able to do; found out by rendering small conversations. Whether a
 * prompt leaves a {@code <think>} open depends on the request as well, so each {@link
 * RenderedPrompt} says that itself.
 */
public enum TemplateCapability {
  /** Prints system messages at the beginning. */
  SYSTEM_ROLE,
  /** Prints system messages anywhere, and several of them. */
  SYSTEM_ANYWHERE,
  /** Knows the role {@code developer}. */
  DEVELOPER_ROLE,
  /** Renders a conversation that has a system message only. */
  SYSTEM_ALONE,
  /** Renders a conversation that an assistant's message opens. */
  ASSISTANT_FIRST,
  /** Prints neighbouring messages of the same role. */
  REPEATED_ROLES,
  /** Prints content that is a string. */
  STRING_CONTENT,
  /** Renders an assistant's message whose content is empty. */
  EMPTY_CONTENT,
  /** Renders an assistant's message without content, and does not print the absence. */
  NULL_CONTENT,
  /** Declares the tools that are offered. */
  TOOLS,
  /** Declares tools of which only the name is known. */
  BARE_TOOLS,
  /** Declares tools of whose parameters only the names are known. */
  BARE_PARAMETERS,
  /** Takes none, and not an empty list, where no tools are offered. */
  NO_TOOLS_AS_NONE,
  /** Prints the calls of the assistant. */
  TOOL_CALLS,
  /**
   * Prints the arguments of calls that are given as a string of JSON, and not encoded once more.
   */
  STRING_ARGUMENTS,
  /** Renders text that is no JSON object in place of arguments. */
  ANY_ARGUMENTS,
  /** Prints several calls of one message. */
  PARALLEL_CALLS,
  /** Prints the content of a message that calls as well. */
  CONTENT_BESIDE_CALLS,
  /** Takes ids of calls of any form, not just nine letters and digits. */
  ANY_CALL_ID,
  /** Prints the results of calls. */
  TOOL_RESULTS,
  /** Prints results that belong to no call. */
  ORPHAN_RESULTS,
  /** Labels results with the name of the tool. */
  RESULT_NAMES,
  /** Renders calls to which no result follows. */
  UNANSWERED_CALLS,
  /** Prints the reasoning of earlier messages. */
  REASONING,
  /** Renders reasoning, content and calls in one message. */
  REASONING_BESIDE_CONTENT
}
