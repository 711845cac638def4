/**
 * Jinja engine for chat templates; renders a conversation to segments of template text and user
 * data.
 */
module io.perilune.template {
  requires transitive io.perilune.toolcall;

  exports io.perilune.template;

  uses io.perilune.template.ChatTemplateProvider;
}
