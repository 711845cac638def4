/**
 * Conversation types and the service provider interface for tool-call output formats. Stable:
 * third-party formats depend on this package and {@link io.perilune.toolcall.json} only.
 */
package io.perilune.toolcall;
