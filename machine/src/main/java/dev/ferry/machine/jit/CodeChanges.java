package dev.ferry.machine.jit;

import java.util.ArrayList;
import java.util.List;

/**
 * Where guest code changes while others read it to translate it. They know afterwards whether what
 * they have read is still there.
 */
final class CodeChanges {
  /** Addresses from the first to the one behind the last. */
  record Range(long start, long end) {}

  private final List<Range> ranges = new ArrayList<>();
  private int readers;

  /** Somebody is about to read code; returns what {@link #end} wants. */
  synchronized int begin() {
    readers++;
    return ranges.size();
  }

  /** Code in a range is about to change, or has. */
  synchronized void add(long start, long end) {
    if (readers > 0) {
      ranges.add(new Range(start, end));
    }
  }

  /** Somebody has read code; returns where it has changed meanwhile. */
  synchronized List<Range> end(int begun) {
    List<Range> since = List.copyOf(ranges.subList(begun, ranges.size()));
    if (--readers == 0) {
      ranges.clear();
    }
    return since;
  }
}
