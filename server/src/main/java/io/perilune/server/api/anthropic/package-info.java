/** The Messages API of Anthropic. */
package io.perilune.server.api.anthropic;
