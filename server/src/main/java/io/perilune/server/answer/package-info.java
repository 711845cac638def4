/** Sends answers to the client of a request, whole or as they come, in the words of any API. */
package io.perilune.server.answer;
