package io.perilune.toolcall.kimi;

import io.perilune.template.ChatTemplateProvider;
import io.perilune.toolcall.ModelDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Kimi-K2's conversation format as a chat template, for model files that carry none. */
public final class KimiTemplateProvider implements ChatTemplateProvider {
  private static final String RESOURCE = "kimi-k2.jinja";

  private final String resource;

  /** For the service loader. */
  public KimiTemplateProvider() {
    this(RESOURCE);
  }

  /** Reads another resource beside this class. */
  KimiTemplateProvider(String resource) {
    this.resource = resource;
  }

  @Override
  public String id() {
    return "kimi";
  }

  @Override
  public int score(ModelDescriptor model) {
    return KimiModels.score(model);
  }

  @Override
  public String source() {
    try (InputStream in = KimiTemplateProvider.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("The jar lacks its template " + resource + ".");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("The built-in template cannot be read.", e);
    }
  }
}
