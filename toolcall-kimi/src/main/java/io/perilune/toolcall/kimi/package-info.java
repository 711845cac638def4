/** The tool-call format of the Kimi-K2 family. */
package io.perilune.toolcall.kimi;
