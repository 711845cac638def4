/** The OpenAI API: chat completions. */
package io.perilune.server.api.openai;
