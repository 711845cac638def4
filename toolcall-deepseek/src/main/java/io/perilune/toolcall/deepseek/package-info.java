/** The tool-call format of DeepSeek-R1, V3 and V3.1. */
package io.perilune.toolcall.deepseek;
