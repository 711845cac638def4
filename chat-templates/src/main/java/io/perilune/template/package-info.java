/**
 * Chat templates: which one a model uses, what it can do, and rendering a conversation to segments.
 */
package io.perilune.template;
