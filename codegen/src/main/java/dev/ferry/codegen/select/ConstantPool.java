package dev.ferry.codegen.select;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Float constants of a module, each once; emitted to mergeable sections at the end. */
public final class ConstantPool {
  /** One constant of 4 or 8 bytes. */
  public record Entry(String label, int bytes, long bits) {}

  private record Key(int bytes, long bits) {}

  private final Map<Key, Entry> index = new HashMap<>();
  private final List<Entry> entries = new ArrayList<>();

  String label(int bytes, long bits) {
    long masked = bytes == 4 ? bits & 0xffffffffL : bits;
    return index
        .computeIfAbsent(
            new Key(bytes, masked),
            key -> {
              Entry entry = new Entry(".LF" + entries.size(), key.bytes, key.bits);
              entries.add(entry);
              return entry;
            })
        .label();
  }

  public List<Entry> entries() {
    return entries;
  }
}
