/** From a template's source to its syntax tree. */
package io.perilune.template.jinja.syntax;
