/** Conversations, tools and template options in the JSON form that most clients and tools share. */
package io.perilune.server.conversation;
