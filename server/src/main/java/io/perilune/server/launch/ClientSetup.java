package io.perilune.server.launch;

import java.util.List;
import java.util.Map;

/**
 * How to start a client.
 *
 * @param command the program's name, then what it must be told on its command line
 * @param environment variables to set, in the order in which to show them
 */
public record ClientSetup(List<String> command, Map<String, String> environment) {
  public ClientSetup {
    command = List.copyOf(command);
  }
}
