package io.perilune.server.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.server.answer.RequestRates.Asker;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestRatesTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Asker ASKER = new Asker("owner", "conversation");

  private final RequestRates rates = new RequestRates();

  private long admitted(Asker asker, int requests, long nanos) {
    return IntStream.range(0, requests).filter(i -> rates.admit(asker, nanos)).count();
  }

  @Test
  void aBurstIsAdmittedAndThenTheSteadyRate() {
    assertEquals(RequestRates.BURST, admitted(ASKER, 1_000, 0));
    assertEquals(RequestRates.PER_SECOND, admitted(ASKER, 1_000, SECOND));
    assertEquals(10 * RequestRates.PER_SECOND, admitted(ASKER, 1_000, 11 * SECOND));
  }

  @Test
  void aPauseRestoresNoMoreThanABurst() {
    admitted(ASKER, 1_000, 0);
    assertEquals(RequestRates.BURST, admitted(ASKER, 1_000, 10_000 * SECOND));
  }

  @Test
  void aLoopIsSlowedDownAndASteadyConversationIsNot() {
    long loop = 0;
    for (int i = 0; i < 1_258; i++) {
      loop += admitted(ASKER, 1, i * 60 * SECOND / 1_258);
    }
    assertTrue(loop <= RequestRates.BURST + 60 * RequestRates.PER_SECOND, loop + " admitted");
    Asker steady = new Asker("owner", "steady");
    for (int i = 0; i < 600; i++) {
      assertTrue(rates.admit(steady, i * SECOND / RequestRates.PER_SECOND));
    }
  }

  @Test
  void conversationsAndOwnersAreToldApartAndForgotten() {
    admitted(ASKER, 1_000, 0);
    assertTrue(rates.admit(new Asker("owner", "other"), 0));
    assertTrue(rates.admit(new Asker("other", "conversation"), 0));
    assertFalse(rates.admit(ASKER, 0));
    for (int i = 0; i < RequestRates.ASKERS_MAX; i++) {
      rates.admit(new Asker("owner", "number " + i), 0);
    }
    assertTrue(rates.admit(ASKER, 0));
  }
}
