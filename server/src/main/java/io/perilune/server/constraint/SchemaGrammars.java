package io.perilune.server.constraint;

import io.perilune.server.constraint.schema.JsonSchemaGrammar;
import io.perilune.toolcall.json.JsonValue;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The grammars of schemas. Those used last are remembered, since clients send the same tools with
 * each request. Thread-safe.
 */
final class SchemaGrammars {
  /** Parts of all remembered grammars together. */
  private static final long REMEMBERED_SIZE_MAX = 500_000;

  /** The most grammars that are remembered. */
  private static final int REMEMBERED_MAX = 2_048;

  // Guarded by this. The longest unused comes first.
  private final Map<SchemaDigest, JsonSchemaGrammar> known = new LinkedHashMap<>(16, 0.75f, true);
  private long size;
  private long made;

  /** The grammar of a schema; its rules' names do not occur in other grammars of this object. */
  JsonSchemaGrammar of(JsonValue schema) {
    SchemaDigest digest = SchemaDigest.of(schema);
    String prefix;
    synchronized (this) {
      JsonSchemaGrammar grammar = known.get(digest);
      if (grammar != null) {
        return grammar;
      }
      prefix = "schema-" + made++ + "-";
    }
    JsonSchemaGrammar grammar = JsonSchemaGrammar.of(schema, prefix);
    remember(digest, grammar);
    return grammar;
  }

  private synchronized void remember(SchemaDigest schema, JsonSchemaGrammar grammar) {
    JsonSchemaGrammar before = known.put(schema, grammar);
    size += grammar.size() - (before == null ? 0 : before.size());
    Iterator<JsonSchemaGrammar> oldest = known.values().iterator();
    while (oldest.hasNext() && (size > REMEMBERED_SIZE_MAX || known.size() > REMEMBERED_MAX)) {
      size -= oldest.next().size();
      oldest.remove();
    }
  }
}
