package dev.ferry.c.lex;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Interns identifiers: a hash table with linear probing, keyed by the bytes in the source. */
public final class IdentifierTable {
  private @Nullable Identifier[] table = new Identifier[4096];
  private int count;

  /** The multiplier of {@link #hash}; the lexer computes the same sum while it scans. */
  static final int HASH_FACTOR = 31;

  static int hash(byte[] bytes, int start, int end) {
    int hash = 0;
    for (int i = start; i < end; i++) {
      hash = hash * HASH_FACTOR + bytes[i];
    }
    return hash;
  }

  public Identifier intern(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return intern(bytes, 0, bytes.length, hash(bytes, 0, bytes.length));
  }

  Identifier intern(byte[] source, int start, int end, int hash) {
    int mask = table.length - 1;
    int at = (hash ^ hash >>> 15) & mask;
    while (true) {
      Identifier found = table[at];
      if (found == null) {
        return add(source, start, end, hash, at);
      }
      if (found.hash == hash && same(found.bytes(), source, start, end)) {
        return found;
      }
      at = at + 1 & mask;
    }
  }

  /** Visits every identifier, in no particular order. */
  public void forEach(Consumer<Identifier> action) {
    for (Identifier identifier : table) {
      if (identifier != null) {
        action.accept(identifier);
      }
    }
  }

  private static boolean same(byte[] name, byte[] source, int start, int end) {
    int length = end - start;
    if (name.length != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (name[i] != source[start + i]) {
        return false;
      }
    }
    return true;
  }

  private Identifier add(byte[] source, int start, int end, int hash, int at) {
    byte[] bytes = Arrays.copyOfRange(source, start, end);
    Identifier added = new Identifier(new String(bytes, StandardCharsets.UTF_8), bytes, hash);
    table[at] = added;
    if (++count * 2 > table.length) {
      grow();
    }
    return added;
  }

  private void grow() {
    @Nullable Identifier[] old = table;
    table = new Identifier[old.length * 2];
    int mask = table.length - 1;
    for (Identifier identifier : old) {
      if (identifier != null) {
        int at = (identifier.hash ^ identifier.hash >>> 15) & mask;
        while (table[at] != null) {
          at = at + 1 & mask;
        }
        table[at] = identifier;
      }
    }
  }
}
