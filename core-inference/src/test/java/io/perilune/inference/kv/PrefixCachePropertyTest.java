package io.perilune.inference.kv;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class PrefixCachePropertyTest {
  @Property(tries = 100)
  void sharesWhatIsKnownAndNothingElse(@ForAll long seed) {
    PrefixCacheModel model = new PrefixCacheModel(seed);
    model.live();
    model.end();
  }
}
