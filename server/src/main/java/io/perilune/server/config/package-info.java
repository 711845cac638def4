/** The server's settings. */
package io.perilune.server.config;
