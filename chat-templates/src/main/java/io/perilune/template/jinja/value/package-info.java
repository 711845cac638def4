/** The values of the Jinja language, with the semantics of Python's. */
package io.perilune.template.jinja.value;
