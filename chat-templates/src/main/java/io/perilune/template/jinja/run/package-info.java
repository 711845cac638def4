/** Renders syntax trees. */
package io.perilune.template.jinja.run;
