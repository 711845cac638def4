/** What goes wrong in a template, and where. */
package io.perilune.template.jinja.error;
