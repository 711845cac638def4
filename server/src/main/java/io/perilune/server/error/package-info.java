/** What can go wrong for a client, independent of any API's way of saying it. */
package io.perilune.server.error;
