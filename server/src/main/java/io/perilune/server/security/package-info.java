/** Who may ask for what: API keys, host names, origins and paths, checked before any route. */
package io.perilune.server.security;
