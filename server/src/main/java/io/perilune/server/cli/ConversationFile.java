package io.perilune.server.cli;

import io.perilune.server.conversation.TemplateInputReader;
import io.perilune.server.json.Fields;
import io.perilune.server.json.RequestBody;
import io.perilune.template.TemplateInput;
import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonArray;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A conversation in a file: an object as clients post it, or the array of its messages alone. */
final class ConversationFile {
  private static final Path STANDARD_INPUT = Path.of("-");

  private ConversationFile() {}

  /**
   * Reads a conversation.
   *
   * @param file a JSON file; {@code -} for standard input
   * @throws io.perilune.server.error.ApiException naming the first field at fault
   * @throws IllegalArgumentException if it is a folder
   */
  static TemplateInput read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(file + " is a folder; name a JSON file in it.");
    }
    return file.equals(STANDARD_INPUT)
        ? read(System.in.readAllBytes(), "Standard input")
        : read(Files.readAllBytes(file), "The file " + file);
  }

  private static TemplateInput read(byte[] content, String subject) {
    JsonValue value = RequestBody.value(content, subject);
    Fields body =
        value instanceof JsonArray
            ? new Fields(new JsonObject(Map.of("messages", value)), "")
            : RequestBody.read(content, subject);
    return TemplateInputReader.read(body);
  }
}
