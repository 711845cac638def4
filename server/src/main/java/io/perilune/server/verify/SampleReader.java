package io.perilune.server.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads request sets, one JSON object a line. A line is a request body (with {@code messages}), or
 * a result of an earlier run (with {@code request}), whose {@code finish_reason} is the label.
 */
public final class SampleReader {
  private static final String BUILT_IN = "requests.jsonl";

  private SampleReader() {}

  /** The requests that Perilune brings along, all labelled. */
  public static List<Sample> builtIn() {
    InputStream resource = SampleReader.class.getResourceAsStream(BUILT_IN);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
      return read(lines, BUILT_IN);
    } catch (IOException e) {
      throw new VerificationException("The built-in requests cannot be read.", e);
    }
  }

  /**
   * Reads a file.
   *
   * @throws VerificationException if it cannot be read, holds no request, or something else
   */
  public static List<Sample> read(Path file) {
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      return read(lines, file.toString());
    } catch (NoSuchFileException e) {
      throw new VerificationException("The request file " + file + " does not exist.", e);
    } catch (CharacterCodingException e) {
      throw new VerificationException(file + " is not UTF-8 text; give a file of JSON lines.", e);
    } catch (IOException e) {
      throw new VerificationException("The request file " + file + " cannot be read.", e);
    }
  }

  /**
   * Gives samples the labels of a file of results, by number.
   *
   * @throws VerificationException if the file cannot be read or fits none of the samples
   */
  public static List<Sample> labelled(List<Sample> samples, Path results) {
    Map<Integer, String> labels =
        read(results).stream()
            .filter(sample -> sample.label().isPresent())
            .collect(
                Collectors.toMap(
                    Sample::dataIndex, sample -> sample.label().get(), (earlier, later) -> later));
    List<Sample> labelled =
        samples.stream()
            .map(s -> s.labelled(Optional.ofNullable(labels.get(s.dataIndex()))))
            .toList();
    if (labelled.stream().allMatch(sample -> sample.label().isEmpty())) {
      throw new VerificationException(
          results
              + " holds no finish_reason for any of the requests; give the results.jsonl of a run"
              + " of the same request file.");
    }
    return labelled;
  }

  private static List<Sample> read(BufferedReader lines, String name) throws IOException {
    List<Sample> samples = new ArrayList<>();
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (!line.isBlank()) {
        samples.add(sample(line, number, name));
      }
    }
    if (samples.isEmpty()) {
      throw new VerificationException(name + " holds no requests.");
    }
    return samples;
  }

  private static Sample sample(String line, int number, String name) {
    JsonNode value;
    try {
      value = Json.read(line);
    } catch (JsonProcessingException e) {
      throw new VerificationException(
          name + ", line " + number + " is not JSON (" + Json.problem(e) + ").", e);
    }
    if (value.path("request") instanceof ObjectNode request) {
      return new Sample(value.path("data_index").asInt(number), request, label(value));
    }
    if (value instanceof ObjectNode request && request.path("messages").isArray()) {
      return new Sample(number, request, Optional.empty());
    }
    throw new VerificationException(
        name
            + ", line "
            + number
            + " is neither a request (an object with messages) nor a result (an object with"
            + " request).");
  }

  private static Optional<String> label(JsonNode result) {
    return Optional.of(Json.text(result, "finish_reason")).filter(reason -> !reason.isEmpty());
  }
}
