/** How much a template may use up, and the account of one rendering. */
package io.perilune.template.jinja.budget;
