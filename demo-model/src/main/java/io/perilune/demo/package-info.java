/**
 * The demonstration model that lies inside the program: a GGUF file of 5.1 million parameters in
 * Kimi-K2's architecture. It shows the machinery at work and is no assistant.
 */
package io.perilune.demo;
