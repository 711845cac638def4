package io.perilune.inference.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class TokenTableTest {
  @Property
  void isAMap(@ForAll @Size(max = 200) List<@IntRange(max = 100_000) Integer> tokens) {
    TokenTable table = new TokenTable();
    Map<Integer, Integer> map = new HashMap<>();
    for (int i = 0; i < tokens.size(); i++) {
      int token = tokens.get(i) % 90;
      if (i == 120) {
        table.clear();
        map.clear();
      } else if (i % 3 == 0) {
        table.raiseTo(token, i);
        map.merge(token, i, Math::max);
      } else {
        table.add(token, i % 3 == 1 ? 2 : -1);
        map.merge(token, i % 3 == 1 ? 2 : -1, Integer::sum);
      }
      assertEquals(map.size(), table.size());
      map.forEach((key, value) -> assertEquals(value, table.get(key)));
      assertEquals(0, table.get(90));
    }
    Map<Integer, Integer> walked = new HashMap<>();
    for (int i = 0; i < table.size(); i++) {
      walked.put(table.token(i), table.value(i));
    }
    assertEquals(map, walked);
  }
}
