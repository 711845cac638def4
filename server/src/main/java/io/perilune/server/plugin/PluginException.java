package io.perilune.server.plugin;

/** A plug-in or the folder of plug-ins cannot be used; the message is for the operator. */
public final class PluginException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PluginException(String message) {
    super(message);
  }

  PluginException(String message, Throwable cause) {
    super(message, cause);
  }
}
