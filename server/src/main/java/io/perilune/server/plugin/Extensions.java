package io.perilune.server.plugin;

import io.perilune.template.ChatTemplateProvider;
import io.perilune.toolcall.ModelDescriptor;
import io.perilune.toolcall.ToolCallFormat;
import io.perilune.toolcall.ToolCallFormats;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** The tool-call formats and chat templates at hand: those built in and those of plug-ins. */
public final class Extensions {
  private static final Logger LOG = Logger.getLogger(Extensions.class);

  private final List<Provided<ToolCallFormat>> formats;
  private final List<ChatTemplateProvider> templates;

  private Extensions(List<Provided<ToolCallFormat>> formats, List<ChatTemplateProvider> templates) {
    this.formats = formats;
    this.templates = templates;
  }

  /** Finds all; of formats with the same id the first counts, built-in ones before others. */
  public static Extensions of(Plugins plugins) {
    Map<String, Provided<ToolCallFormat>> byId = new HashMap<>();
    List<Provided<ToolCallFormat>> formats = new ArrayList<>();
    for (Provided<ToolCallFormat> format : plugins.services(ToolCallFormat.class)) {
      if (!works(format)) {
        continue;
      }
      Provided<ToolCallFormat> first = byId.putIfAbsent(format.service().id(), format);
      if (first == null) {
        formats.add(format);
      } else {
        LOG.warnf(
            "The tool-call format %s of %s is left out: there is one of this name already (%s).",
            format.service().id(), format.origin(), first.origin());
      }
    }
    return new Extensions(
        List.copyOf(formats),
        plugins.services(ChatTemplateProvider.class).stream().map(Provided::service).toList());
  }

  /** Whether a format can be asked for its name and about a model. */
  private static boolean works(Provided<ToolCallFormat> format) {
    try {
      format.service().score(new ModelDescriptor("", "", token -> false));
      return !format.service().id().isBlank();
    } catch (RuntimeException | LinkageError e) {
      LOG.warnf("A tool-call format of %s is left out: %s.", format.origin(), e);
      return false;
    }
  }

  /** The formats, each id once. */
  public List<Provided<ToolCallFormat>> formats() {
    return formats;
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
