package io.perilune.server.demo;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A request to judge the model's reply to.
 *
 * @param name says where in the data it stands
 * @param tools the tools offered, as in the chat completions request
 * @param messages the conversation so far
 * @param expected the reply
 */
record ToolRequest(String name, JsonNode tools, JsonNode messages, ExpectedReply expected) {}
