/** The filters, tests, methods and global functions of the language, as tables. */
package io.perilune.template.jinja.builtin;
