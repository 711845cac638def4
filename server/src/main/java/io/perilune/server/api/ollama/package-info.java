/** The API of Ollama: chat, and the list of models. */
package io.perilune.server.api.ollama;
