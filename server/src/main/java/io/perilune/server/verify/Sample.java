package io.perilune.server.verify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * One request of a set.
 *
 * @param dataIndex its number in the set, by which results and labels are matched
 * @param request the body of a chat completions request
 * @param label the reason for which a right answer finishes, such as {@code tool_calls}, if known
 */
public record Sample(int dataIndex, ObjectNode request, Optional<String> label) {
  /** The same with another label. */
  Sample labelled(Optional<String> other) {
    return new Sample(dataIndex, request, other);
  }
}
