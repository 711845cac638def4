/** How well the embedded demonstration model calls tools, measured through the running server. */
package io.perilune.server.demo;
