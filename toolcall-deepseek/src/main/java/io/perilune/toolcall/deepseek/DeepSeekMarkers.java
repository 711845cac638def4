package io.perilune.toolcall.deepseek;

import io.perilune.toolcall.parse.Marker;
import java.util.List;

/**
 * The control tokens by which DeepSeek's models structure their output. The bars are full-width and
 * the gaps are lower blocks; models that have not learnt the token spell the first one in other
 * ways. Vocabularies list the think tags as added text.
 */
final class DeepSeekMarkers {
  static final String SECTION_BEGIN = "<｜tool▁calls▁begin｜>";
  static final String SECTION_END = "<｜tool▁calls▁end｜>";
  static final String CALL_BEGIN = "<｜tool▁call▁begin｜>";
  static final String CALL_END = "<｜tool▁call▁end｜>";
  static final String SEPARATOR = "<｜tool▁sep｜>";

  /** What all tags of V3.2 begin with; a token of its own, which is only a part of each tag. */
  static final String DSML = "｜DSML｜";

  static final String THINK_CLOSE = "</think>";

  static final List<Marker> ALL =
      List.of(
          Marker.control(Marker.Kind.SECTION_BEGIN, SECTION_BEGIN),
          Marker.control(Marker.Kind.SECTION_BEGIN, "<｜tool_calls_begin｜>"),
          Marker.control(Marker.Kind.SECTION_BEGIN, "<｜tool calls begin｜>"),
          Marker.control(Marker.Kind.SECTION_BEGIN, "<｜tool\\_calls\\_begin｜>"),
          Marker.control(Marker.Kind.SECTION_BEGIN, "<｜tool▁calls｜>"),
          Marker.ordinary(Marker.Kind.SECTION_BEGIN, "<" + DSML + "function_calls>"),
          Marker.ordinary(Marker.Kind.SECTION_BEGIN, "<" + DSML + "tool_calls>"),
          Marker.ordinary(Marker.Kind.SECTION_END, "</" + DSML + "function_calls>"),
          Marker.ordinary(Marker.Kind.SECTION_END, "</" + DSML + "tool_calls>"),
          Marker.control(Marker.Kind.TEXT, DSML),
          Marker.control(Marker.Kind.SECTION_END, SECTION_END),
          Marker.control(Marker.Kind.CALL_BEGIN, CALL_BEGIN),
          Marker.control(Marker.Kind.ARGUMENT_BEGIN, SEPARATOR),
          Marker.control(Marker.Kind.CALL_END, CALL_END),
          Marker.control(Marker.Kind.MESSAGE_END, "<｜end▁of▁sentence｜>"),
          Marker.control(Marker.Kind.MESSAGE_END, "<｜User｜>"),
          Marker.control(Marker.Kind.MESSAGE_END, "<｜tool▁outputs▁begin｜>"),
          Marker.ordinary(Marker.Kind.THINK_OPEN, "<think>"),
          Marker.ordinary(Marker.Kind.THINK_CLOSE, THINK_CLOSE));

  private DeepSeekMarkers() {}
}
