/** The tool-call format of DeepSeek-R1, V3 and V3.1. */
module io.perilune.toolcall.deepseek {
  requires transitive io.perilune.toolcall;

  exports io.perilune.toolcall.deepseek;

  provides io.perilune.toolcall.ToolCallFormat with
      io.perilune.toolcall.deepseek.DeepSeekFormat;
}
