/** OpenAI's Responses API, without the storage of responses. */
package io.perilune.server.api.openai.responses;
