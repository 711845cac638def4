package io.perilune.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.perilune.server.chat.SamplingParameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class SamplingCommandOptionsTest {
  @Test
  void turnsOptionsIntoSettings() {
    assertEquals(
        Map.of(
            "temperature", "0.5",
            "top-k", "-1",
            "repeat-last-n", "128",
            "mirostat-tau", "4.0",
            "seed", "7",
            "samplers", "top_k,temperature"),
        settings(
            "--temp=0.5",
            "--top-k=-1",
            "--repeat-last-n=128",
            "--mirostat-ent=4",
            "-s=7",
            "--samplers=top_k;temperature"));
    assertEquals(Map.of(), settings());
  }

  @Test
  void namesEachSettingAsTheConfigurationDoes() {
    List<String> arguments = new ArrayList<>();
    for (OptionSpec option : CommandSpec.forAnnotatedObject(options()).options()) {
      arguments.add(option.longestName() + "=1");
    }
    TreeSet<String> expected =
        Arrays.stream(SamplingParameter.values())
            .filter(parameter -> parameter != SamplingParameter.MIN_KEEP)
            .map(parameter -> parameter.range().field().replace('_', '-'))
            .collect(Collectors.toCollection(TreeSet::new));
    expected.addAll(List.of("seed", "samplers"));
    assertEquals(expected, new TreeSet<>(settings(arguments.toArray(String[]::new)).keySet()));
  }

  private static SamplingCommandOptions options() {
    return CommandLine.populateSpec(SamplingCommandOptions.class);
  }

  private static Map<String, String> settings(String... arguments) {
    return CommandLine.populateSpec(SamplingCommandOptions.class, arguments).settings();
  }
}
