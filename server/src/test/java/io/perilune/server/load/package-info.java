/** Many clients at once, of which some leave. */
package io.perilune.server.load;
