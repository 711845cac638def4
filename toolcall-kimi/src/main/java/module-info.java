/** Tool calls of Kimi-K2: output parser, history normalisation, built-in chat template. */
module io.perilune.toolcall.kimi {
  requires transitive io.perilune.toolcall;
  requires transitive io.perilune.template;

  exports io.perilune.toolcall.kimi;

  provides io.perilune.toolcall.ToolCallFormat with
      io.perilune.toolcall.kimi.KimiFormat;
  provides io.perilune.template.ChatTemplateProvider with
      io.perilune.toolcall.kimi.KimiTemplateProvider;
}
