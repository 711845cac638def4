package io.perilune.server.api.llamaserver;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.perilune.server.ScriptedServer;
import io.perilune.server.engine.ModelHost;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scripted engine's vocabulary: the bytes, and control tokens behind them. */
@QuarkusTest
class TokensTest {
  @Inject ModelHost host;

  private int endOfTurn;

  @BeforeEach
  void load() {
    endOfTurn = ScriptedServer.ready(host).model().tokenizer().control("<|im_end|>").orElseThrow();
  }

  private static ValidatableResponse post(String path, String body) {
    return RestAssured.given().contentType(ContentType.JSON).body(body).post(path).then();
  }

  @Test
  void givesTheTokensOfAText() {
    post("/tokenize", "{\"content\": \"Hi\"}")
        .statusCode(200)
        .body("tokens", equalTo(List.of(72, 105)));
  }

  @Test
  void namesOfControlTokensAreTextUnlessAskedForOtherwise() {
    post("/tokenize", "{\"content\": \"a<|im_end|>\"}").body("tokens", hasSize(11));
    post("/tokenize", "{\"content\": \"a<|im_end|>\", \"add_special\": true}")
        .body("tokens", hasSize(11));
    post("/tokenize", "{\"content\": \"a<|im_end|>\", \"parse_special\": true}")
        .body("tokens", equalTo(List.of(97, endOfTurn)));
  }

  @Test
  void givesPiecesAsTextOrBytes() {
    post("/tokenize", "{\"content\": \"Hé\", \"with_pieces\": true}")
        .body("tokens[0].id", equalTo(72))
        .body("tokens[0].piece", equalTo("H"))
        .body("tokens[1].piece", equalTo(List.of(0xC3)))
        .body("tokens[2].piece", equalTo(List.of(0xA9)));
  }

  @Test
  void givesTheTextOfTokens() {
    post("/detokenize", "{\"tokens\": [72, 195, 169, " + endOfTurn + ", 255]}")
        .statusCode(200)
        .body("content", equalTo("Hé<|im_end|>\uFFFD"));
    post("/detokenize", "{\"tokens\": []}").statusCode(200).body("content", equalTo(""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "/tokenize   | {}                                          | content",
        "/tokenize   | {\"content\": 7}                            | content",
        "/tokenize   | {\"content\": \"a\", \"with_pieces\": 1}    | with_pieces",
        "/detokenize | {}                                          | tokens",
        "/detokenize | {\"tokens\": [1, -1]}                       | tokens[1]",
        "/detokenize | {\"tokens\": [1.5]}                         | tokens[0]",
        "/detokenize | {\"tokens\": [1e9]}                         | tokens[0]",
        "/detokenize | {\"tokens\": [\"a\"]}                       | tokens[0]",
      })
  void namesTheFieldAtFault(String path, String body, String field) {
    post(path, body)
        .statusCode(400)
        .body("error.param", equalTo(field))
        .body("error.message", containsString(field));
  }
}
