/** Request bodies as JSON values, and typed access to their fields. */
package io.perilune.server.json;
