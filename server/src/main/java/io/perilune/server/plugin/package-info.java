/** Jars of further tool-call formats and chat templates, loaded when the server starts. */
package io.perilune.server.plugin;
