package dev.ferry.codegen.emit;

import dev.ferry.base.source.Position;
import dev.ferry.base.source.SourceMap;
import dev.ferry.binutils.asm.AsmSymbol;
import dev.ferry.ir.debug.DebugScope;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the code of the source's blocks: an instruction belongs to the innermost block that its
 * location stands in. Blocks that nothing is declared in are not looked for.
 */
final class ScopeRanges {
  /** A piece of code, the end exclusive. */
  record Range(AsmSymbol start, AsmSymbol end) {}

  private final SourceMap sources;
  private final Supplier<AsmSymbol> here;
  private final List<DebugScope> scopes;
  private final Map<DebugScope, List<Range>> ranges = new IdentityHashMap<>();
  private final Map<DebugScope, AsmSymbol> open = new IdentityHashMap<>();
  private @Nullable DebugScope current;

  /**
   * @param scopes of one function, outer ones before those in them
   * @param here makes a label at the next instruction
   */
  ScopeRanges(SourceMap sources, List<DebugScope> scopes, Supplier<AsmSymbol> here) {
    this.sources = sources;
    this.scopes = scopes;
    this.here = here;
  }

  /** The next instruction has this location. */
  void at(int loc) {
    if (scopes.isEmpty()) {
      return;
    }
    DebugScope next = null;
    int file = sources.fileLocation(loc);
    for (DebugScope scope : scopes) {
      next = contains(scope, file) ? scope : next;
    }
    moveTo(next);
  }

  private boolean contains(DebugScope scope, int loc) {
    int end = sources.fileLocation(scope.end());
    return loc >= sources.fileLocation(scope.start()) && (loc <= end || isSameLine(loc, end));
  }

  private boolean isSameLine(int loc, int end) {
    Position a = sources.position(loc);
    Position b = sources.position(end);
    return a != null && b != null && a.source() == b.source() && a.line() == b.line();
  }

  private void moveTo(@Nullable DebugScope next) {
    if (next == current) {
      return;
    }
    AsmSymbol label = here.get();
    for (DebugScope s = current; s != null; s = s.parent()) {
      if (!isIn(next, s)) {
        AsmSymbol start = open.remove(s);
        if (start != null) {
          ranges.computeIfAbsent(s, _ -> new ArrayList<>()).add(new Range(start, label));
        }
      }
    }
    for (DebugScope s = next; s != null; s = s.parent()) {
      if (!isIn(current, s)) {
        open.put(s, label);
      }
    }
    current = next;
  }

  private static boolean isIn(@Nullable DebugScope inner, DebugScope outer) {
    for (DebugScope s = inner; s != null; s = s.parent()) {
      if (s == outer) {
        return true;
      }
    }
    return false;
  }

  /** The function's code has ended. */
  void end() {
    moveTo(null);
  }

  /** The code of a block, in order of address; empty where there is none. */
  List<Range> of(DebugScope scope) {
    return ranges.getOrDefault(scope, List.of());
  }
}
