/** The OpenAI API: chat completions and completions of text. */
package io.perilune.server.api.openai;
