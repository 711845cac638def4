package io.perilune.template.jinja.value;

/** An object whose attributes a template may assign, also from inside a loop. */
public final class NamespaceValue implements Value {
  private final DictValue attributes;

  /** Takes over the attributes that it begins with. */
  public NamespaceValue(DictValue attributes) {
    this.attributes = attributes;
  }

  public DictValue attributes() {
    return attributes;
  }

  @Override
  public String typeName() {
    return "Namespace";
  }
}
