/**
 * Measures how well a server calls tools: sends it recorded requests, checks every call against the
 * tool's JSON Schema, and compares what triggers calls with labels. Files and figures are those of
 * Moonshot's K2 Vendor Verifier.
 */
package io.perilune.server.verify;
