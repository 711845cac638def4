/** Whether the server can answer. */
package io.perilune.server.health;
