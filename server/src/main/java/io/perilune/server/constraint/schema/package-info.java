/**
 * JSON Schema as a grammar of JSON texts: what it can say of a value is enforced, what it cannot is
 * reported.
 */
package io.perilune.server.constraint.schema;
