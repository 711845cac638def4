/** Streams of events, written on the Vert.x response with back pressure and a deadline. */
package io.perilune.server.sse;
