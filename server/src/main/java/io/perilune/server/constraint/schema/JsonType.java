package io.perilune.server.constraint.schema;

import io.perilune.toolcall.json.JsonValue;

/** The kinds of JSON values. */
enum JsonType {
  OBJECT,
  ARRAY,
  STRING,
  NUMBER,
  BOOLEAN,
  NULL;

  static JsonType of(JsonValue value) {
    return switch (value) {
      case JsonValue.JsonObject _ -> OBJECT;
      case JsonValue.JsonArray _ -> ARRAY;
      case JsonValue.JsonString _ -> STRING;
      case JsonValue.JsonNumber _ -> NUMBER;
      case JsonValue.JsonBoolean _ -> BOOLEAN;
      case JsonValue.JsonNull _ -> NULL;
    };
  }
}
