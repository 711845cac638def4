/** Conversation types and the service provider interface for tool-call output formats. */
module io.perilune.toolcall {
  exports io.perilune.toolcall;
  exports io.perilune.toolcall.json;
  exports io.perilune.toolcall.parse;

  uses io.perilune.toolcall.ToolCallFormat;
}
