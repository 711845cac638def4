package io.perilune.server.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * What is changed in every request before it is sent.
 *
 * @param model the model's name
 * @param temperature instead of the sample's own, or null
 * @param maxTokens instead of the sample's own, or null
 * @param stream instead of the sample's own, or null
 * @param extra further fields, which replace the sample's
 */
public record RequestSettings(
    String model, Double temperature, Integer maxTokens, Boolean stream, ObjectNode extra) {
  /** A role in recorded samples that stands for {@code system}. */
  private static final String INPUT_ROLE = "_input";

  /**
   * Reads further fields.
   *
   * @param json an object, or null for none
   * @throws VerificationException if it is anything else
   */
  public static ObjectNode extra(String json) {
    if (json == null) {
      return Json.object();
    }
    try {
      if (Json.read(json) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new VerificationException("--extra-body is not JSON (" + Json.problem(e) + ").", e);
    }
    throw new VerificationException("--extra-body must be a JSON object.");
  }

  /** The request to send for a sample's. */
  ObjectNode applied(ObjectNode sample) {
    ObjectNode request = sample.deepCopy();
    for (JsonNode message : request.path("messages")) {
      if (message instanceof ObjectNode object && INPUT_ROLE.equals(Json.text(object, "role"))) {
        object.put("role", "system");
      }
    }
    request.put("model", model);
    Optional.ofNullable(temperature).ifPresent(value -> request.put("temperature", value));
    Optional.ofNullable(maxTokens).ifPresent(value -> request.put("max_tokens", value));
    Optional.ofNullable(stream).ifPresent(value -> request.put("stream", value));
    request.setAll(extra);
    return request;
  }
}
