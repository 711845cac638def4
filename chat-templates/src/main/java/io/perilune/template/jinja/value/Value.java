package io.perilune.template.jinja.value;

/**
 * A value of a template. Sealed: nothing of the host program can be reached from a template, since
 * no value can hold it.
 */
public sealed interface Value
    permits UndefinedValue,
        NoneValue,
        BoolValue,
        IntValue,
        FloatValue,
        ComplexValue,
        Text,
        BytesValue,
        SequenceValue,
        DictValue,
        DictView,
        RangeValue,
        IteratorValue,
        NamespaceValue,
        ObjectValue {
  /** The name of the Python type that templates are written for: {@code str}, {@code int}, … */
  String typeName();
}
