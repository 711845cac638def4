/** Bad requests over raw connections to a server process, with the settings that each needs. */
package io.perilune.server.badrequest;
