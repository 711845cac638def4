/** The tool-call format of DeepSeek-R1, V3, V3.1 and V3.2. */
package io.perilune.toolcall.deepseek;
