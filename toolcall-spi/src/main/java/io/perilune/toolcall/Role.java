package io.perilune.toolcall;

/** Who speaks in a {@link ChatMessage}. */
public enum Role {
  SYSTEM("system"),
  /** OpenAI's newer name for instructions; templates that do not know it get {@code system}. */
  DEVELOPER("developer"),
  USER("user"),
  ASSISTANT("assistant"),
  /** The result of a tool call. */
  TOOL("tool");

  private final String wireName;

  Role(String wireName) {
    this.wireName = wireName;
  }

  /** The role's name as chat templates and clients spell it. */
  public String wireName() {
    return wireName;
  }
}
