package io.perilune.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perilune.gguf.GgufFile;
import io.perilune.gguf.GgufValue;
import io.perilune.gguf.TensorInfo;

/** Shows an inspection to programs. */
final class InspectionJson {
  /** Longer arrays are shown by their first elements. */
  private static final int ELEMENTS = 16;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private InspectionJson() {}

  static String text(GgufFile file, Inspection inspection) throws JsonProcessingException {
    ObjectNode all = JSON.objectNode();
    ArrayNode files = all.putArray("files");
    file.partNames().forEach(files::add);
    all.put("file_bytes", file.size());
    all.put("weights", inspection.elements());
    all.put("weight_bytes", inspection.weightBytes());
    all.put("bits_per_weight", inspection.bitsPerWeight());
    switch (inspection.cache()) {
      case Inspection.Cache.Known cache ->
          all.put("context_length", cache.contextLength())
              .put("kv_bytes_per_token_f16", cache.bytesPerToken())
              .put("kv_bytes_full_context_f16", cache.fullBytes());
      case Inspection.Cache.Unknown(String problem) -> all.put("not_servable", problem);
    }
    ArrayNode types = all.putArray("types");
    for (Inspection.TypeShare share : inspection.types()) {
      types
          .addObject()
          .put("type", share.type().name())
          .put("tensors", share.tensors())
          .put("bytes", share.bytes())
          .put("bits_per_weight", share.bitsPerWeight());
    }
    ObjectNode metadata = all.putObject("metadata");
    for (String key : file.metadata().keys()) {
      metadata.set(key, node(file.value(key, ELEMENTS).orElseThrow()));
    }
    ArrayNode tensors = all.putArray("tensors");
    for (TensorInfo tensor : file.tensors()) {
      ObjectNode node = tensors.addObject();
      node.put("name", tensor.name()).put("type", tensor.type().name());
      ArrayNode shape = node.putArray("shape");
      tensor.shape().forEach(shape::add);
      node.put("bytes", tensor.bytes()).put("offset", tensor.offset()).put("part", tensor.part());
    }
    return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(all);
  }

  /** Arrays that are not shown whole are objects that say so. */
  private static JsonNode node(GgufValue value) {
    return switch (value) {
      case GgufValue.Text(String text) -> JSON.textNode(text);
      case GgufValue.Unreadable(String problem) -> JSON.objectNode().put("unreadable", problem);
      case GgufValue.Bool(boolean truth) -> JSON.booleanNode(truth);
      case GgufValue.Int(var type, long number) -> JSON.numberNode(number);
      case GgufValue.Real(var type, double number) ->
          Double.isFinite(number)
              ? JSON.numberNode(number)
              : JSON.textNode(Double.toString(number));
      case GgufValue.Array(var element, long count, var first) -> {
        ArrayNode elements = JSON.arrayNode();
        first.forEach(one -> elements.add(node(one)));
        yield count == first.size()
            ? elements
            : JSON.objectNode()
                .put("array_of", element.name())
                .put("count", count)
                .set("first", elements);
      }
    };
  }
}
