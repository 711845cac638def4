/** The list of models, in one body for the clients of all APIs. */
package io.perilune.server.api.models;
