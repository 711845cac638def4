/** Paths of llama-server that have no counterpart elsewhere. */
package io.perilune.server.api.llamaserver;
