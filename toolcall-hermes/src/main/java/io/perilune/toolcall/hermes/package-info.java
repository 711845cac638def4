/** The tool-call format of Hermes, Qwen2.5, Qwen3 and Qwen3-Coder. */
package io.perilune.toolcall.hermes;
