/** The tool-call format of Hermes, Qwen2.5, Qwen3 and Qwen3-Coder. */
module io.perilune.toolcall.hermes {
  requires transitive io.perilune.toolcall;

  exports io.perilune.toolcall.hermes;

  provides io.perilune.toolcall.ToolCallFormat with
      io.perilune.toolcall.hermes.HermesFormat;
}
