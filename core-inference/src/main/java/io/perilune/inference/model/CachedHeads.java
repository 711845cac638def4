package io.perilune.inference.model;

/**
 * How keys and values lie in a cached row: all key-value heads' keys, then their values; or, if the
 * values lie inside the keys, one head whose value is the beginning of its key.
 *
 * @param heads query heads
 * @param keyValueHeads heads in a row; each serves {@code heads / keyValueHeads} query heads
 * @param keyWidth width of a query and of a key
 * @param valueWidth width of a value
 */
record CachedHeads(
    int heads, int keyValueHeads, int keyWidth, int valueWidth, boolean valuesInsideKeys) {

  int queriesPerHead() {
    return heads / keyValueHeads;
  }

  int keyColumn(int keyValueHead) {
    return keyValueHead * keyWidth;
  }

  int valueColumn(int keyValueHead) {
    return valuesInsideKeys ? 0 : keyValueHeads * keyWidth + keyValueHead * valueWidth;
  }

  int rowWidth() {
    return valuesInsideKeys ? keyWidth : keyValueHeads * (keyWidth + valueWidth);
  }
}
