/** From a conversation to an answer: template, tokens, engine, decoder and parser, without HTTP. */
package io.perilune.server.chat;
