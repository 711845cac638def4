/** What formats and clients ask of an output, as constraints that the engine can keep. */
package io.perilune.server.constraint;
