package io.perilune.server.json;

import io.perilune.server.error.ApiException;
import io.perilune.server.error.ErrorKind;
import io.perilune.toolcall.json.JsonException;
import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads a request's body: strict UTF-8, strict JSON, within the reader's limits. */
public final class RequestBody {
  private RequestBody() {}

  /**
   * The object that a body holds, once it has arrived.
   *
   * @throws ApiException if it does not arrive whole, or is anything else
   */
  public static Fields read(InputStream body) {
    try {
      return read(body.readAllBytes());
    } catch (IOException e) {
      throw ApiException.of(
          ErrorKind.BODY_INCOMPLETE, "The request body did not arrive whole and in time.");
    }
  }

  /**
   * The object that the body holds.
   *
   * @throws ApiException if the body is anything else
   */
  public static Fields read(byte[] body) {
    return read(body, "The request body");
  }

  /**
   * The object that bytes hold.
   *
   * @param subject where they come from, as the subject of a sentence
   * @throws ApiException if they are anything else
   */
  public static Fields read(byte[] content, String subject) {
    if (value(content, subject) instanceof JsonValue.JsonObject object) {
      return new Fields(object, "");
    }
    throw ApiException.invalid(null, subject + " must be a JSON object.");
  }

  /**
   * The JSON value that bytes hold.
   *
   * @param subject where they come from, as the subject of a sentence
   * @throws ApiException if they hold none
   */
  public static JsonValue value(byte[] content, String subject) {
    try {
      return JsonReader.read(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString());
    } catch (CharacterCodingException e) {
      throw ApiException.invalid(null, subject + " is not valid UTF-8.");
    } catch (JsonException e) {
      throw ApiException.invalid(null, subject + " is not valid JSON: " + e.getMessage());
    }
  }
}
