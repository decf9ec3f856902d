package dev.ferry.codegen.emit;

import dev.ferry.binutils.asm.AsmOutput;
import dev.ferry.binutils.asm.AsmSymbol;
import dev.ferry.binutils.asm.Expression;
import dev.ferry.binutils.elf.Elf;
import java.util.List;

/**
 * The ranges of what lies in several pieces: {@code .debug_rnglists} (DWARF 5, section 7.25) or
 * {@code .debug_ranges} (DWARF 4, section 2.17.3). Written while entries are being collected.
 */
final class RangeLists {
  private final AsmOutput out;
  private final int word;
  private final boolean old;
  private int count;

  RangeLists(AsmOutput out, int word, int version) {
    this.out = out;
    this.word = word;
    this.old = version < 5;
  }

  /** Starts the section; nothing else may be written until {@link #end}. */
  void begin() {
    out.section(old ? ".debug_ranges" : ".debug_rnglists", Elf.SHT_PROGBITS, 0, 0, "");
    if (!old) {
      AsmSymbol start = out.symbol(".Ldebug_ranges_start");
      out.data(4, Expression.difference(out.symbol(".Ldebug_ranges_end"), start));
      out.label(start);
      out.data(2, 5);
      out.data(1, word);
      out.data(1, 0);
      out.data(4, 0);
    }
  }

  /** Adds a list; gives its place for an attribute. */
  AsmSymbol add(List<ScopeRanges.Range> ranges) {
    AsmSymbol label = out.symbol(".Ldebug_ranges" + count++);
    out.label(label);
    for (ScopeRanges.Range range : ranges) {
      if (!old) {
        out.data(1, Dwarf.RLE_START_END);
      }
      out.data(word, Expression.of(range.start()));
      out.data(word, Expression.of(range.end()));
    }
    if (old) {
      out.data(word, 0);
      out.data(word, 0);
    } else {
      out.data(1, Dwarf.RLE_END);
    }
    return label;
  }

  void end() {
    if (!old) {
      out.label(out.symbol(".Ldebug_ranges_end"));
    }
  }
}
