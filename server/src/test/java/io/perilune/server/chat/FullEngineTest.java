package io.perilune.server.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.perilune.inference.engine.Engine;
import io.perilune.inference.engine.EngineMetrics;
import io.perilune.inference.engine.EngineUnavailableException;
import io.perilune.inference.engine.Generation;
import io.perilune.inference.engine.GenerationRequest;
import io.perilune.inference.engine.Origin;
import io.perilune.server.error.ApiException;
import io.perilune.server.error.ErrorKind;
import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.ToolChoice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** A model that has nothing but an engine without room: whatever else is asked of it fails. */
class FullEngineTest {
  private static final class FullEngine implements Engine {
    @Override
    public void requireRoom() {
      throw new EngineUnavailableException("all slots are busy", true, Duration.ofSeconds(3));
    }

    @Override
    public int contextLength() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Generation submit(GenerationRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean healthy() {
      return true;
    }

    @Override
    public void whenFailed(Runnable action) {}

    @Override
    public EngineMetrics metrics() {
      return EngineMetrics.NONE;
    }

    @Override
    public void close() {}
  }

  private static final ServedModel MODEL =
      new ServedModel(
          List.of("model"),
          new FullEngine(),
          null,
          null,
          null,
          null,
          Instant.EPOCH,
          "none",
          null,
          false,
          SamplingSettings.NONE,
          null,
          Optional::empty,
          () -> {});

  @Test
  void refusesAConversationBeforeAnyWorkOnIt() {
    ChatRequest request =
        new ChatRequest(
            new RequestFields("messages", Map.of()),
            List.of(ChatMessage.user("hi")),
            "",
            List.of(),
            ToolSelection.all(new ToolChoice.Auto(), List.of()),
            new ContentFormat.AnyText(),
            Map.of(),
            true,
            OptionalInt.empty(),
            SamplingSettings.NONE,
            List.of());
    ApiException e =
        assertThrows(ApiException.class, () -> ChatPipeline.start(MODEL, request, Origin.UNKNOWN));
    assertEquals(ErrorKind.BUSY, e.kind());
  }

  @Test
  void refusesAPromptBeforeItIsTokenised() {
    PlainRequest request =
        new PlainRequest(
            new PlainPrompt.Text("hi", false),
            new ContentFormat.AnyText(),
            OptionalInt.empty(),
            SamplingSettings.NONE,
            List.of());
    ApiException e =
        assertThrows(
            ApiException.class, () -> PlainPipeline.start(MODEL, request, Origin.UNKNOWN, 1));
    assertEquals(ErrorKind.BUSY, e.kind());
  }
}
