package io.perilune.toolcall.kimi;

import io.perilune.toolcall.parse.Marker;
import java.util.List;

/** The control tokens by which Kimi-K2 structures its output. */
final class KimiMarkers {
  static final String SECTION_BEGIN = "<|tool_calls_section_begin|>";
  static final String SECTION_END = "<|tool_calls_section_end|>";
  static final String CALL_BEGIN = "<|tool_call_begin|>";
  static final String ARGUMENT_BEGIN = "<|tool_call_argument_begin|>";
  static final String CALL_END = "<|tool_call_end|>";

  /** All of them; some are spelled in two ways. */
  static final List<Marker> ALL =
      List.of(
          Marker.control(Marker.Kind.SECTION_BEGIN, SECTION_BEGIN),
          Marker.control(Marker.Kind.SECTION_BEGIN, "<|tool_call_section_begin|>"),
          Marker.control(Marker.Kind.SECTION_END, SECTION_END),
          Marker.control(Marker.Kind.SECTION_END, "<|tool_call_section_end|>"),
          Marker.control(Marker.Kind.CALL_BEGIN, CALL_BEGIN),
          Marker.control(Marker.Kind.ARGUMENT_BEGIN, ARGUMENT_BEGIN),
          Marker.control(Marker.Kind.CALL_END, CALL_END),
          Marker.control(Marker.Kind.MESSAGE_END, "<|im_end|>"),
          Marker.control(Marker.Kind.THINK_OPEN, "<think>"),
          Marker.control(Marker.Kind.THINK_CLOSE, "</think>"));

  private KimiMarkers() {}
}
