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
    if (parse(body) instanceof JsonValue.JsonObject object) {
      return new Fields(object, "");
    }
    throw ApiException.invalid(null, "The request body must be a JSON object.");
  }

  private static JsonValue parse(byte[] body) {
    try {
      return JsonReader.read(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
    } catch (CharacterCodingException e) {
      throw ApiException.invalid(null, "The request body is not valid UTF-8.");
    } catch (JsonException e) {
      throw ApiException.invalid(null, "The request body is not valid JSON: " + e.getMessage());
    }
  }
}
