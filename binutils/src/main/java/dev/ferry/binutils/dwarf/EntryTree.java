package dev.ferry.binutils.dwarf;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads all entries of a unit that {@link UnitReader} has read. */
final class EntryTree {
  private static final int MAX_DEPTH = 2000;

  private final UnitReader unit;
  private final Map<Long, DebugEntry> byOffset;

  EntryTree(UnitReader unit, Map<Long, DebugEntry> byOffset) {
    this.unit = unit;
    this.byOffset = byOffset;
  }

  /** The unit's own entry, null for an empty one. */
  @Nullable DebugEntry read() {
    DwarfCursor in = unit.in;
    in.at = unit.firstEntry;
    DebugEntry root = null;
    DebugEntry parent = null;
    int depth = 0;
    while (in.at < unit.next) {
      long offset = in.at;
      long code = in.uleb();
      if (code == 0) {
        if (parent == null) {
          return root;
        }
        parent = parent.parent();
        depth--;
        continue;
      }
      UnitReader.Abbreviation abbreviation = unit.abbreviation(code);
      DebugEntry entry = new DebugEntry(offset, abbreviation.tag(), parent, byOffset);
      root = root == null ? entry : root;
      attributes(entry, abbreviation);
      if (abbreviation.hasChildren()) {
        if (depth++ > MAX_DEPTH) {
          throw in.bad("entries nested too deeply");
        }
        parent = entry;
      }
    }
    return root;
  }

  private void attributes(DebugEntry entry, UnitReader.Abbreviation abbreviation) {
    UnitReader.Attributes code = new UnitReader.Attributes();
    for (UnitReader.Specification s : abbreviation.specifications()) {
      switch (s.attribute()) {
        case Forms.AT_LOW_PC, Forms.AT_HIGH_PC, Forms.AT_RANGES ->
            unit.readAttribute(code, s.attribute(), s.form(), s.constant());
        default -> entry.put(s.attribute(), unit.value(s.form(), s.constant()));
      }
    }
    entry.setRanges(unit.rangesOf(code));
  }
}
