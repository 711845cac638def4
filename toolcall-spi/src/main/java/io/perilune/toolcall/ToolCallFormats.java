package io.perilune.toolcall;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** The formats at hand, each id once. Immutable. */
public final class ToolCallFormats {
  private final Map<String, ToolCallFormat> byId = new LinkedHashMap<>();

  /**
   * Holds these formats; of several with the same id the first counts.
   *
   * @param formats in order of preference
   */
  public ToolCallFormats(Collection<? extends ToolCallFormat> formats) {
    formats.forEach(format -> byId.putIfAbsent(format.id(), format));
  }

  /**
   * All formats that this class loader and its parents offer as services.
   *
   * @throws java.util.ServiceConfigurationError if one of them cannot be loaded
   */
  public static ToolCallFormats load(ClassLoader loader) {
    return new ToolCallFormats(
        ServiceLoader.load(ToolCallFormat.class, loader).stream()
            .map(ServiceLoader.Provider::get)
            .toList());
  }

  /** All formats, in the order in which they were found. */
  public List<ToolCallFormat> all() {
    return List.copyOf(byId.values());
  }

  /** The format of this id. */
  public Optional<ToolCallFormat> byId(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /**
   * The format with the highest score above 0 for the model; of equal ones the first by id, so that
   * the choice does not depend on the order of jars.
   */
  public Optional<ToolCallFormat> best(ModelDescriptor model) {
    return byId.values().stream()
        .filter(format -> format.score(model) > 0)
        .max(
            Comparator.comparingInt((ToolCallFormat format) -> format.score(model))
                .thenComparing(ToolCallFormat::id, Comparator.reverseOrder()));
  }
}
