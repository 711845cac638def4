/** The Quarkus application. */
package io.perilune.server;
