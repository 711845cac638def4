package io.perilune.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class GgufMetadataTest {
  private static final int VALUE_OFFSET = 24 + Long.BYTES + "key".length() + Integer.BYTES;

  @Test
  void aMissingKeyIsEmptyOrNamed() {
    GgufMetadata metadata = TestFiles.open(new GgufWriter()).metadata();
    assertEquals(Optional.empty(), metadata.string("key"));
    assertEquals(OptionalLong.empty(), metadata.integer("key"));
    assertFalse(metadata.isArray("key"));
    refused("test.gguf: key 'key' is missing", () -> metadata.requireString("key"));
  }

  @Test
  void aValueOfAnotherTypeIsRefusedByPlaceAndType() {
    GgufMetadata metadata =
        TestFiles.open(
                new GgufWriter()
                    .string("key", "text")
                    .strings("list", List.of("a"))
                    .integer("number", GgufValueType.UINT32, 7))
            .metadata();
    String place = "key 'key' at byte " + (VALUE_OFFSET - Integer.BYTES) + " is of type STRING; ";
    refused(place + "an integer is expected", () -> metadata.integer("key"));
    refused(place + "a number is expected", () -> metadata.number("key"));
    refused(place + "a boolean is expected", () -> metadata.bool("key"));
    refused(place + "an array of strings is expected", () -> metadata.strings("key"));
    refused("an array of STRING; a string is expected", () -> metadata.string("list"));
    refused("an array of STRING; an array of integers", () -> metadata.integers("list"));
    refused("is of type UINT32; an array of floats", () -> metadata.floats("number"));
    assertTrue(metadata.isArray("list"));
    assertFalse(metadata.isArray("number"));
  }

  @Test
  void anIntegerOutOfItsRangeIsRefused() {
    GgufMetadata metadata =
        TestFiles.open(new GgufWriter().integer("key", GgufValueType.INT64, 1L << 32)).metadata();
    refused(
        "key 'key' at byte " + VALUE_OFFSET + " is 4294967296; it must be from 1 to 64",
        () -> metadata.requireInt("key", 1, 64));
  }

  @Test
  void anUnsignedIntegerBeyondTheRangeOfLongIsRefused() {
    GgufMetadata metadata = single(GgufValueType.UINT64, new LittleEndianBytes().int64(-1));
    refused("18446744073709551615", () -> metadata.integer("key"));
  }

  @Test
  void textThatIsNotUtf8IsRefusedWhenItIsRead() {
    byte[] latin1 = "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1);
    LittleEndianBytes value = new LittleEndianBytes().int64(latin1.length).raw(latin1);
    GgufMetadata metadata = single(GgufValueType.STRING, value);
    refused(
        "key 'key' at byte " + (VALUE_OFFSET + Long.BYTES) + " is not well-formed UTF-8",
        () -> metadata.string("key"));
  }

  @Test
  void valuesThatCannotBeShownSayWhy() {
    byte[] malformed = {'a', (byte) 0xff};
    unreadable(
        "is not well-formed UTF-8",
        single(
            GgufValueType.STRING, new LittleEndianBytes().int64(malformed.length).raw(malformed)));
    unreadable(
        "18446744073709551615", single(GgufValueType.UINT64, new LittleEndianBytes().int64(-1)));
  }

  private static void unreadable(String text, GgufMetadata metadata) {
    GgufValue value = ((MetadataTable) metadata).value("key", 1).orElseThrow();
    String problem = assertInstanceOf(GgufValue.Unreadable.class, value).problem();
    assertTrue(problem.contains("key 'key' at byte") && problem.contains(text), problem);
  }

  @Test
  void theFirstElementsOfArraysAreValues() {
    MetadataTable table =
        (MetadataTable)
            TestFiles.open(
                    new GgufWriter()
                        .strings("words", List.of("a", "b", "c"))
                        .integers("numbers", GgufValueType.INT8, -1, 2))
                .metadata();
    assertEquals(
        Optional.of(
            new GgufValue.Array(
                GgufValueType.STRING,
                3,
                List.of(new GgufValue.Text("a"), new GgufValue.Text("b")))),
        table.value("words", 2));
    assertEquals(
        Optional.of(
            new GgufValue.Array(
                GgufValueType.INT8,
                2,
                List.of(
                    new GgufValue.Int(GgufValueType.INT8, -1),
                    new GgufValue.Int(GgufValueType.INT8, 2)))),
        table.value("numbers", 2));
    assertEquals(Optional.empty(), table.value("other", 2));
  }

  @Test
  void nestedArraysArePassedOverUpToTheLimit() {
    GgufMetadata metadata = nested(GgufLimits.ARRAY_DEPTH_MAX);
    assertTrue(metadata.isArray("key"));
    refused("an array of ARRAY; an array of integers", () -> metadata.integers("key"));
    refused("key 'key'", () -> nested(GgufLimits.ARRAY_DEPTH_MAX + 1));
  }

  @Test
  void controlCharactersOfAKeyAreNotShown() {
    String key = "a\r\n\u001b[31mb";
    LittleEndianBytes file = TestFiles.header(0, 1).string(key).int32(0).integer(1, 1);
    GgufFormatException error = refused("control characters", () -> TestFiles.open(file));
    assertTrue(error.getMessage().contains("a\\u000d\\u000a\\u001b[31mb"), error.getMessage());
    assertFalse(FormatErrors.hasInvisible(error.getMessage()));
  }

  private static GgufMetadata nested(int depth) {
    LittleEndianBytes value = new LittleEndianBytes();
    for (int i = 1; i < depth; i++) {
      value.int32(GgufValueType.ARRAY.id()).int64(1);
    }
    return single(GgufValueType.ARRAY, value.int32(GgufValueType.UINT8.id()).int64(1).raw(BYTE));
  }

  private static final byte[] BYTE = {42};

  /** The metadata of a file with the one key "key". */
  private static GgufMetadata single(GgufValueType type, LittleEndianBytes value) {
    return TestFiles.open(
            TestFiles.header(0, 1).string("key").int32(type.id()).raw(value.toByteArray()))
        .metadata();
  }

  private static GgufFormatException refused(String text, Executable call) {
    GgufFormatException error = assertThrows(GgufFormatException.class, call);
    assertTrue(error.getMessage().contains(text), error.getMessage());
    return error;
  }
}
