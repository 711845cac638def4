package io.perilune.template.jinja.value;

import java.util.Map;
import java.util.function.Supplier;

/**
 * An object of the engine itself: a function, a bound method, a macro, {@code loop}, a cycler. Only
 * the listed attributes exist.
 */
public final class ObjectValue implements Value {
  /** What a call does. */
  @FunctionalInterface
  public interface Body {
    Value call(Runtime runtime, Arguments arguments);
  }

  /** Stands for an address in memory: as long as those that the reference prints. */
  static final String ADDRESS = "0x7f0000000000";

  private final String typeName;
  private final Supplier<String> printed;
  private final Map<String, Supplier<Value>> attributes;
  private final Body body;

  /**
   * @param printed what printing it gives
   * @param body what calling it does, or {@code null} where it cannot be called
   */
  public ObjectValue(
      String typeName,
      Supplier<String> printed,
      Map<String, Supplier<Value>> attributes,
      Body body) {
    this.typeName = typeName;
    this.printed = printed;
    this.attributes = attributes;
    this.body = body;
  }

  public static ObjectValue function(String name, Body body) {
    String printed = "<function " + name + " at " + ADDRESS + ">";
    return new ObjectValue("function", () -> printed, Map.of(), body);
  }

  public static ObjectValue method(Value owner, String name, Body body) {
    String printed =
        "<built-in method " + name + " of " + owner.typeName() + " object at " + ADDRESS + ">";
    return new ObjectValue("builtin_function_or_method", () -> printed, Map.of(), body);
  }

  public boolean isCallable() {
    return body != null;
  }

  public Body body() {
    return body;
  }

  public String printed() {
    return printed.get();
  }

  /** The value of an attribute, or {@code null}. */
  public Value attribute(String name) {
    Supplier<Value> attribute = attributes.get(name);
    return attribute == null ? null : attribute.get();
  }

  @Override
  public String typeName() {
    return typeName;
  }
}
