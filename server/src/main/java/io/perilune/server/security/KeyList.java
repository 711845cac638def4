package io.perilune.server.security;

import io.perilune.server.config.PeriluneConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The keys that the operator has set. */
final class KeyList {
  private KeyList() {}

  /**
   * All keys, of the setting and of the file.
   *
   * @throws UnsafeSettingsException if one cannot be sent in a header, or the file cannot be read
   *     or has none
   */
  static List<String> of(PeriluneConfig config) {
    List<String> keys = new ArrayList<>(config.apiKey().orElse(List.of()));
    config.apiKeyFile().ifPresent(file -> keys.addAll(lines(file)));
    for (String key : keys) {
      if (key.isEmpty() || !key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
        throw new UnsafeSettingsException(
            "an API key is empty or has characters other than ASCII letters, digits and signs; HTTP"
                + " headers cannot carry it. Choose another.");
      }
    }
    return keys;
  }

  private static List<String> lines(Path file) {
    List<String> keys;
    try {
      keys =
          Files.readAllLines(file).stream().map(String::strip).filter(l -> !l.isEmpty()).toList();
    } catch (IOException e) {
      throw new UnsafeSettingsException(
          "--api-key-file " + file + " cannot be read; it must be a text file with a key a line.");
    }
    if (keys.isEmpty()) {
      throw new UnsafeSettingsException(
          "--api-key-file " + file + " has no key; write one into it, a key a line.");
    }
    return keys;
  }
}
