/** The HTTP APIs. Names of APIs occur only here and below. */
package io.perilune.server.api;
