package io.perilune.toolcall.hermes;

import io.perilune.toolcall.parse.Marker;
import java.util.ArrayList;
import java.util.List;

/**
 * What structures the output besides the calls themselves. Vocabularies list the tags as added text
 * and only the ends of messages as control tokens.
 */
final class HermesMarkers {
  static final String CALL_BEGIN = "<tool_call>";
  static final String CALL_END = "</tool_call>";

  private static final List<Marker> ALWAYS =
      List.of(
          Marker.control(Marker.Kind.MESSAGE_END, "<|im_end|>"),
          Marker.control(Marker.Kind.MESSAGE_END, "<|im_start|>"),
          Marker.control(Marker.Kind.MESSAGE_END, "<|endoftext|>"),
          Marker.ordinary(Marker.Kind.THINK_OPEN, "<think>"),
          Marker.ordinary(Marker.Kind.THINK_CLOSE, "</think>"));

  private HermesMarkers() {}

  /**
   * The markers of one output.
   *
   * @param calls whether there can be calls
   */
  static List<Marker> of(boolean calls) {
    List<Marker> markers = new ArrayList<>(ALWAYS);
    // The tag that begins a call is recognised together with what follows.
    markers.add(Marker.control(Marker.Kind.TEXT, CALL_BEGIN));
    markers.add(
        calls
            ? Marker.ordinary(Marker.Kind.CALL_END, CALL_END)
            : Marker.control(Marker.Kind.TEXT, CALL_END));
    return List.copyOf(markers);
  }
}
