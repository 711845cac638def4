package io.perilune.toolcall.parse;

import java.util.List;
import java.util.Objects;

/**
 * How the output that answers one request writes tool calls.
 *
 * @param markers its markers; empty for a format that has none
 * @param headers how headers name tools
 * @param plainForms the calls written as plain text to look for outside reasoning and code; where
 *     two forms begin at the same place, the first one counts
 * @param ids the ids of the calls
 */
public record CallSyntax(
    List<Marker> markers, CallHeaders headers, List<PlainForm> plainForms, CallIds ids) {
  public CallSyntax {
    markers = List.copyOf(markers);
    Objects.requireNonNull(headers, "headers");
    plainForms = List.copyOf(plainForms);
    Objects.requireNonNull(ids, "ids");
  }
}
