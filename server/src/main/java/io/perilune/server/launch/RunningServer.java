package io.perilune.server.launch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * A server as its clients see it.
 *
 * @param url of the server, without a path
 * @param key an API key, or any word if none is asked for
 * @param model the model's name
 * @param contextLength the most tokens of prompt and answer together
 */
public record RunningServer(String url, String key, String model, int contextLength) {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /**
   * Asks a server what it serves.
   *
   * @throws LaunchException if it does not say
   */
  public static RunningServer ask(String url, String key) throws InterruptedException {
    String base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(base + "/props"))
              .timeout(TIMEOUT)
              .header("Authorization", "Bearer " + key)
              .build();
      HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new LaunchException(problem(base, response.statusCode()));
      }
      JsonNode properties = new ObjectMapper().readTree(response.body());
      String model = properties.path("model_alias").asText();
      int context = properties.path("n_ctx").asInt();
      if (model.isEmpty() || context < 1) {
        throw new LaunchException("What answers at " + base + " is no Perilune server.");
      }
      return new RunningServer(base, key, model, context);
    } catch (IllegalArgumentException e) {
      throw new LaunchException(
          "--url must be like http://127.0.0.1:8080, and the key plain text.");
    } catch (IOException e) {
      throw new LaunchException(
          "No server answers at " + base + "; start one with 'perilune serve', or name it: --url.");
    }
  }

  private static String problem(String base, int status) {
    return switch (status) {
      case 401 -> "The server at " + base + " wants a key; set PERILUNE_API_KEY.";
      case 503 -> "The server at " + base + " is not ready: its model is loading or has failed.";
      default -> "The server at " + base + " does not say what it serves (status " + status + ").";
    };
  }
}
