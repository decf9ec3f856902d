package dev.ferry.explorer.step;

import dev.ferry.driver.explain.ExplainDocument.WordItem;
import dev.ferry.machine.symbols.SymbolMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Addresses of the program's own instructions, and their places in the source: the explained words,
 * moved to where the linker has put their functions.
 */
final class LineTable {
  private final TreeMap<Long, WordItem> words = new TreeMap<>();
  private final TreeMap<Integer, List<Long>> starts = new TreeMap<>();

  LineTable(List<WordItem> items, SymbolMap symbols) {
    Map<String, Long> bases = new HashMap<>();
    WordItem before = null;
    for (WordItem word : items) {
      String function = word.function();
      Long address = function == null ? null : symbols.address(function);
      if (function == null || address == null) {
        continue;
      }
      long base = bases.computeIfAbsent(function, name -> address - word.offset());
      long at = base + word.offset();
      words.put(at, word);
      int line = lineOf(word);
      if (line != 0
          && (before == null || !function.equals(before.function()) || lineOf(before) != line)) {
        starts.computeIfAbsent(line, key -> new ArrayList<>()).add(at);
      }
      before = word;
    }
  }

  private static int lineOf(WordItem word) {
    var span = word.span();
    return span == null || span.file() != 0 ? 0 : span.line();
  }

  /** The instruction at an address; null for code that is not the source's. */
  @Nullable WordItem word(long address) {
    return words.get(address);
  }

  /** The line of an address; 0 where there is none. */
  int line(long address) {
    WordItem word = words.get(address);
    return word == null ? 0 : lineOf(word);
  }

  /** Where lines begin, all of them. */
  List<Long> starts() {
    return starts.values().stream().flatMap(List::stream).toList();
  }

  /** Where the code of a line, or of the next line that has some, begins. */
  List<Long> starts(int line) {
    var entry = starts.ceilingEntry(line);
    return entry == null ? List.of() : entry.getValue();
  }
}
