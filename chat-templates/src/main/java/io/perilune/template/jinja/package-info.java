/** The Jinja language as chat templates use it: lexer, parser, nodes, values and interpreter. */
package io.perilune.template.jinja;
