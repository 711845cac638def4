/** The OpenAI API: chat completions and models. */
package io.perilune.server.api.openai;
