package io.perilune.template.jinja.run;

/** How a statement ended: by going on, or by leaving its loop's iteration or its loop. */
enum Flow {
  NEXT,
  CONTINUE,
  BREAK
}
