package io.perilune.template.jinja.value;

import io.perilune.template.jinja.budget.Budget;
import java.time.Clock;

/** What functions, filters and tests may ask of the rendering they are part of. */
public interface Runtime {
  Budget budget();

  /** Whether templates may change lists and use filters that the reference does not have. */
  boolean lenient();

  /** Whether printed texts are escaped for HTML. */
  boolean autoescape();

  /** What {@code strftime_now} reads. */
  Clock clock();

  /** Applies a filter by name, as {@code map} does. */
  Value filter(String name, Value input, Arguments arguments);

  /** Applies a test by name, as {@code select} does. */
  boolean test(String name, Value input, Arguments arguments);

  /** Calls a value. */
  Value call(Value function, Arguments arguments);
}
