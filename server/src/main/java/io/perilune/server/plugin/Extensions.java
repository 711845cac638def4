package io.perilune.server.plugin;

import io.perilune.template.ChatTemplateProvider;
import io.perilune.toolcall.ModelDescriptor;
import io.perilune.toolcall.ToolCallFormat;
import io.perilune.toolcall.ToolCallFormats;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** The tool-call formats and chat templates at hand: those built in and those of plug-ins. */
public final class Extensions {
  private static final Logger LOG = Logger.getLogger(Extensions.class);

  private final List<Provided<ToolCallFormat>> formats;
  private final List<ChatTemplateProvider> templates;
  private final List<LeftOut> leftOut;

  private Extensions(
      List<Provided<ToolCallFormat>> formats,
      List<ChatTemplateProvider> templates,
      List<LeftOut> leftOut) {
    this.formats = List.copyOf(formats);
    this.templates = List.copyOf(templates);
    this.leftOut = List.copyOf(leftOut);
  }

  /**
   * Finds all; of formats with the same id the first counts, built-in ones before others. The log
   * tells what is left out.
   */
  public static Extensions of(Plugins plugins) {
    List<LeftOut> leftOut = new ArrayList<>(plugins.leftOut());
    Map<String, Provided<ToolCallFormat>> byId = new LinkedHashMap<>();
    for (Provided<ToolCallFormat> format : plugins.services(ToolCallFormat.class, leftOut::add)) {
      Optional<String> fault = fault(format.service());
      if (fault.isPresent()) {
        leftOut.add(new LeftOut(format.origin(), fault.get()));
        continue;
      }
      String id = format.service().id();
      Provided<ToolCallFormat> first = byId.putIfAbsent(id, format);
      if (first != null) {
        leftOut.add(
            new LeftOut(
                format.origin(),
                "there is a tool-call format %s already (%s)".formatted(id, first.origin())));
      }
    }
    List<Provided<ChatTemplateProvider>> templates =
        plugins.services(ChatTemplateProvider.class, leftOut::add);
    Set<String> origins = new HashSet<>();
    byId.values().forEach(format -> origins.add(format.origin()));
    templates.forEach(template -> origins.add(template.origin()));
    leftOut.forEach(what -> origins.add(what.origin()));
    for (PluginJar jar : plugins.jars()) {
      if (!origins.contains(jar.fileName())) {
        leftOut.add(
            new LeftOut(
                jar.fileName(),
                "it names no tool-call format or chat template of its own in META-INF/services"));
      }
    }
    leftOut.forEach(
        what -> LOG.warnf("The plug-in %s is left out: %s.", what.origin(), what.reason()));
    return new Extensions(
        List.copyOf(byId.values()), templates.stream().map(Provided::service).toList(), leftOut);
  }

  /** Why a format cannot be asked for its name and about a model, if so. */
  private static Optional<String> fault(ToolCallFormat format) {
    try {
      format.score(new ModelDescriptor("", "", token -> false));
      return format.id().isBlank()
          ? Optional.of("its tool-call format has no name")
          : Optional.empty();
    } catch (RuntimeException | LinkageError e) {
      return Optional.of("its tool-call format fails when asked about a model: " + e);
    }
  }

  /** The formats, each id once. */
  public List<Provided<ToolCallFormat>> formats() {
    return formats;
  }

  /** What was found and is not used. */
  public List<LeftOut> leftOut() {
    return leftOut;
  }

  /** The format that is surest to be the model's. */
  public Optional<ToolCallFormat> formatOf(ModelDescriptor model) {
    return known().best(model);
  }

  /** The format of this id. */
  public Optional<ToolCallFormat> format(String id) {
    return known().byId(id);
  }

  /** The ids of all formats, for messages. */
  public String formatIds() {
    return formats.stream().map(format -> format.service().id()).collect(Collectors.joining(", "));
  }

  /** The chat templates that do not come from model files. */
  public List<ChatTemplateProvider> templates() {
    return templates;
  }

  private ToolCallFormats known() {
    return new ToolCallFormats(formats.stream().map(Provided::service).toList());
  }
}
