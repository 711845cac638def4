/** What answers: loading of the local model, the scripted engine, and the state of both. */
package io.perilune.server.engine;
