/**
 * A parser of model output that formats can share: a format says what its markers are, how headers
 * name tools and which calls may be written as plain text ({@link
 * io.perilune.toolcall.parse.CallSyntax}), and gets a parser that is total, streams, and does work
 * linear in the output. To use it is optional.
 */
package io.perilune.toolcall.parse;
