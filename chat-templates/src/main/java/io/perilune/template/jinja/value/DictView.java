package io.perilune.template.jinja.value;

import java.util.ArrayList;
import java.util.List;

/** What {@code keys()}, {@code values()} and {@code items()} of a mapping return. */
public record DictView(DictValue dict, Part part) implements Value {
  /** Which part of the entries a view shows. */
  public enum Part {
    KEYS("dict_keys"),
    VALUES("dict_values"),
    ITEMS("dict_items");

    private final String typeName;

    Part(String typeName) {
      this.typeName = typeName;
    }
  }

  /** The viewed elements as they are now. */
  public List<Value> elements() {
    List<Value> elements = new ArrayList<>(dict.size());
    for (DictValue.Entry entry : dict.entries()) {
      elements.add(
          switch (part) {
            case KEYS -> entry.key();
            case VALUES -> entry.value();
            case ITEMS -> TupleValue.of(entry.key(), entry.value());
          });
    }
    return elements;
  }

  @Override
  public String typeName() {
    return part.typeName;
  }
}
