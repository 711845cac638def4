package io.perilune.template.jinja.value;

import java.util.LinkedHashMap;
import java.util.Map;

/** An object whose attributes a template may assign, also from inside a loop. */
public final class NamespaceValue implements Value {
  private final Map<String, Value> attributes = new LinkedHashMap<>();

  public Map<String, Value> attributes() {
    return attributes;
  }

  @Override
  public String typeName() {
    return "Namespace";
  }
}
