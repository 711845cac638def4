/** The command line. */
package io.perilune.server.cli;
