package io.perilune.template.jinja.value;

import java.util.ArrayList;
import java.util.Iterator;
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
    iterator().forEachRemaining(elements::add);
    return elements;
  }

  /** The viewed elements, made as they are asked for. */
  public Iterator<Value> iterator() {
    Iterator<DictValue.Entry> entries = dict.entries().iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return entries.hasNext();
      }

      @Override
      public Value next() {
        DictValue.Entry entry = entries.next();
        return switch (part) {
          case KEYS -> entry.key();
          case VALUES -> entry.value();
          case ITEMS -> TupleValue.of(entry.key(), entry.value());
        };
      }
    };
  }

  @Override
  public String typeName() {
    return part.typeName;
  }
}
