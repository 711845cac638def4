/** What the coding agents must be told to work with this server, and how they are started. */
package io.perilune.server.launch;
