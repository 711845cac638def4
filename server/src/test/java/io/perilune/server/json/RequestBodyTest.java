package io.perilune.server.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.perilune.server.error.ApiException;
import io.perilune.server.error.ErrorKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RequestBodyTest {
  @Test
  void readsAnObject() {
    byte[] body = "{\"a\": \"b\"}".getBytes(StandardCharsets.UTF_8);
    assertEquals("b", RequestBody.read(new ByteArrayInputStream(body)).requireString("a"));
  }

  @Test
  void blamesTheClientForABodyThatBreaksOff() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("Connection was closed");
          }
        };
    ApiException error = assertThrows(ApiException.class, () -> RequestBody.read(broken));
    assertEquals(ErrorKind.BODY_INCOMPLETE, error.kind());
  }
}
