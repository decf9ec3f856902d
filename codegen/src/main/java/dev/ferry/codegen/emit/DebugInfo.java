package dev.ferry.codegen.emit;

import dev.ferry.base.source.Position;
import dev.ferry.base.source.SourceMap;
import dev.ferry.binutils.asm.AsmOutput;
import dev.ferry.binutils.asm.AsmSymbol;
import dev.ferry.binutils.asm.Expression;
import dev.ferry.binutils.elf.Elf;
import dev.ferry.codegen.CodegenOptions;
import dev.ferry.codegen.frame.FrameLayout;
import dev.ferry.codegen.mir.FrameSlot;
import dev.ferry.codegen.mir.MFunction;
import dev.ferry.ir.Function;
import dev.ferry.ir.Module;
import dev.ferry.ir.Slot;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.debug.DebugFunction;
import dev.ferry.ir.debug.DebugGlobal;
import dev.ferry.ir.debug.DebugScope;
import dev.ferry.ir.debug.DebugVariable;
import dev.ferry.ir.debug.RuntimeLength;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Debug information under {@code -g}: the line table through {@code .loc}, and DWARF 4 or 5 entries
 * of the unit with its functions, blocks, variables and types (DWARF 5, chapters 3 to 5 and 7.5).
 */
final class DebugInfo implements LineSink {
  private static final int DWARF_5 = 5;

  private final AsmOutput out;
  private final SourceMap sources;
  private final Module module;
  private final CodegenOptions options;
  private final int word;
  private final Map<String, Integer> files = new HashMap<>();
  private final List<Unit> units = new ArrayList<>();

  /** The objects that are left at the end, of which debuggers may know the place. */
  private final Set<Symbol> defined = Collections.newSetFromMap(new IdentityHashMap<>());

  private final EntryWriter entries;
  private final TypeEntries types;
  private final RangeLists ranges;
  private int lastFile;
  private int lastLine;
  private int lastColumn;
  private int lastLoc;
  private int labels;
  private @Nullable ScopeRanges scopeRanges;

  /** A function that has been written. */
  private record Unit(
      Function function,
      AsmSymbol start,
      AsmSymbol end,
      Map<DebugVariable, byte[]> locations,
      @Nullable ScopeRanges scopes) {}

  DebugInfo(AsmOutput out, SourceMap sources, Module module, CodegenOptions options) {
    this.out = out;
    this.sources = sources;
    this.module = module;
    this.options = options;
    this.word = options.wordBytes();
    this.entries = new EntryWriter(options.dwarfVersion >= DWARF_5 ? 12 : 11);
    this.types = new TypeEntries(entries, this::declaredAt);
    this.ranges = new RangeLists(out, word, options.dwarfVersion);
  }

  // ---- lines

  @Override
  public void at(int loc, boolean isEarly) {
    if (loc == lastLoc || isEarly) {
      return;
    }
    lastLoc = loc;
    Position position = sources.position(loc);
    if (position == null) {
      return;
    }
    if (scopeRanges != null) {
      scopeRanges.at(loc);
    }
    int file = file(position.file());
    if (file != lastFile || position.line() != lastLine || position.column() != lastColumn) {
      out.line(file, position.line(), position.column());
      lastFile = file;
      lastLine = position.line();
      lastColumn = position.column();
    }
  }

  private int file(String path) {
    String name = options.mapPrefix(path);
    Integer known = files.get(name);
    if (known == null) {
      known = files.size() + 1;
      files.put(name, known);
      int slash = name.lastIndexOf('/');
      String directory = slash < 0 ? "" : name.substring(0, Math.max(slash, 1));
      out.lineFile(known, directory, name.substring(slash + 1));
    }
    return known;
  }

  private void declaredAt(EntryWriter entry, int loc) {
    Position position = sources.position(loc);
    if (position != null) {
      entry
          .number(Dwarf.AT_DECL_FILE, file(position.file()))
          .number(Dwarf.AT_DECL_LINE, position.line())
          .number(Dwarf.AT_DECL_COLUMN, position.column());
    }
  }

  // ---- functions

  /** Before the first instruction of a function. */
  void begin(Function function) {
    lastLine = 0;
    lastLoc = 0;
    Set<DebugScope> scopes = Collections.newSetFromMap(new IdentityHashMap<>());
    List<DebugScope> order = new ArrayList<>();
    for (DebugVariable variable : function.debugVariables) {
      addScope(variable.scope(), scopes, order);
    }
    scopeRanges = order.isEmpty() ? null : new ScopeRanges(sources, order, this::label);
    at(function.loc, false);
  }

  private static void addScope(
      @Nullable DebugScope scope, Set<DebugScope> known, List<DebugScope> order) {
    if (scope != null && known.add(scope)) {
      addScope(scope.parent(), known, order);
      order.add(scope);
    }
  }

  private AsmSymbol label() {
    AsmSymbol label = out.symbol(".Lscope" + labels++);
    out.label(label);
    return label;
  }

  void end(MFunction function, FrameLayout frame, AsmSymbol start, AsmSymbol end) {
    ScopeRanges scopes = scopeRanges;
    if (scopes != null) {
      scopes.end();
      scopeRanges = null;
    }
    Map<DebugVariable, byte[]> locations = new IdentityHashMap<>();
    for (DebugVariable variable : function.source.debugVariables) {
      byte[] location = location(variable, function, frame);
      RuntimeLength length = variable.length();
      if (location != null && length != null) {
        types.setLength(length, location);
      } else if (location != null) {
        locations.put(variable, location);
      }
    }
    units.add(new Unit(function.source, start, end, locations, scopes));
  }

  /** Where a variable is throughout its function; null where that cannot be said. */
  private static byte @Nullable [] location(
      DebugVariable variable, MFunction function, FrameLayout frame) {
    Slot slot = variable.slot();
    if (slot == null || slot.id >= function.sourceSlots.length) {
      return null;
    }
    FrameSlot pointer = function.argumentPointers.get(slot);
    FrameSlot place = pointer != null ? pointer : function.sourceSlots[slot.id];
    if (place == null) {
      return null;
    }
    Long offset = frame.fromCfa(place);
    ByteArrayOutputStream code = new ByteArrayOutputStream();
    if (offset != null) {
      code.write(Dwarf.OP_FBREG);
      EntryWriter.sleb(code, offset);
    } else if (!frame.isBehindRealignment(place)) {
      return null;
    } else {
      // In a frame that was aligned anew only the register it is addressed from tells.
      code.write(Dwarf.OP_BREG0 + frame.base(place));
      EntryWriter.sleb(code, frame.offset(place));
    }
    if (variable.isIndirect() || pointer != null) {
      code.write(Dwarf.OP_DEREF);
    }
    return code.toByteArray();
  }

  // ---- entries

  /** All sections but the line table, after all code and data. */
  void finish() {
    if (units.isEmpty() && module.debugGlobals.isEmpty()) {
      return;
    }
    out.section(".debug_line", Elf.SHT_PROGBITS, 0, 0, "");
    AsmSymbol lines = mark(".Ldebug_line0");
    ranges.begin();
    unit(lines);
    ranges.end();
    out.section(".debug_abbrev", Elf.SHT_PROGBITS, 0, 0, "");
    AsmSymbol abbreviations = mark(".Ldebug_abbrev0");
    entries.writeAbbreviations(out);
    out.section(".debug_info", Elf.SHT_PROGBITS, 0, 0, "");
    AsmSymbol start = out.symbol(".Ldebug_info0");
    AsmSymbol end = out.symbol(".Ldebug_info_end");
    out.data(4, Expression.difference(end, start));
    out.label(start);
    if (options.dwarfVersion >= DWARF_5) {
      out.data(2, DWARF_5);
      out.data(1, Dwarf.UT_COMPILE);
      out.data(1, word);
      out.data(4, Expression.of(abbreviations));
    } else {
      out.data(2, options.dwarfVersion);
      out.data(4, Expression.of(abbreviations));
      out.data(1, word);
    }
    entries.write(out);
    out.label(end);
  }

  private AsmSymbol mark(String name) {
    AsmSymbol symbol = out.symbol(name);
    out.label(symbol);
    return symbol;
  }

  private void unit(AsmSymbol lines) {
    entries
        .entry(Dwarf.TAG_COMPILE_UNIT)
        .string(Dwarf.AT_PRODUCER, "Ferry -O" + options.optimise)
        .number(Dwarf.AT_LANGUAGE, Dwarf.LANGUAGE_C11)
        .string(Dwarf.AT_NAME, options.mapPrefix(module.name))
        .string(Dwarf.AT_COMP_DIR, options.mapPrefix(options.directory));
    if (!units.isEmpty()) {
      List<ScopeRanges.Range> code = new ArrayList<>();
      for (Unit unit : units) {
        code.add(new ScopeRanges.Range(unit.start, unit.end));
      }
      entries
          .offset(Dwarf.AT_RANGES, Expression.of(ranges.add(code)))
          .address(Dwarf.AT_LOW_PC, word, Expression.of(0));
    }
    entries.offset(Dwarf.AT_STMT_LIST, Expression.of(lines)).endParent();
    for (Unit unit : units) {
      function(unit);
    }
    Set<Symbol> functions = Collections.newSetFromMap(new IdentityHashMap<>());
    units.forEach(unit -> functions.add(unit.function.symbol));
    for (DebugGlobal global : module.debugGlobals) {
      if (global.function() == null || !functions.contains(global.function())) {
        global(global);
      }
    }
    types.write();
    entries.endChildren();
  }

  private void function(Unit unit) {
    Function function = unit.function;
    DebugFunction named = function.debug;
    String name = named == null ? function.symbol.name : named.name();
    entries.entry(Dwarf.TAG_SUBPROGRAM);
    if (function.symbol.linkage != Symbol.Linkage.LOCAL) {
      entries.flag(Dwarf.AT_EXTERNAL);
    }
    entries.name(name);
    if (!name.equals(function.symbol.name)) {
      entries.string(Dwarf.AT_LINKAGE_NAME, function.symbol.name);
    }
    declaredAt(entries, function.loc);
    if (named != null) {
      if (named.type().prototyped()) {
        entries.flag(Dwarf.AT_PROTOTYPED);
      }
      entries.type(types.need(named.type().result()));
    }
    entries
        .address(Dwarf.AT_LOW_PC, word, Expression.of(unit.start))
        .data8(Dwarf.AT_HIGH_PC, Expression.difference(unit.end, unit.start))
        .expression(Dwarf.AT_FRAME_BASE, new byte[] {(byte) Dwarf.OP_CALL_FRAME_CFA})
        .endParent();
    variables(unit, null);
    if (named != null && named.type().variadic()) {
      entries.entry(Dwarf.TAG_UNSPECIFIED_PARAMETERS).end();
    }
    for (DebugGlobal global : module.debugGlobals) {
      if (global.function() == function.symbol) {
        global(global);
      }
    }
    entries.endChildren();
  }

  /** Variables of a block, then the blocks in it. */
  private void variables(Unit unit, @Nullable DebugScope scope) {
    Set<DebugScope> inner = new LinkedHashSet<>();
    for (DebugVariable variable : unit.function.debugVariables) {
      if (variable.scope() == scope && variable.length() == null) {
        variable(variable, unit.locations.get(variable));
      } else if (variable.length() == null) {
        DebugScope child = childOf(scope, variable.scope());
        if (child != null) {
          inner.add(child);
        }
      }
    }
    for (DebugScope child : inner) {
      block(unit, child);
    }
  }

  /** The block directly in {@code outer} that holds {@code scope}; null where it is elsewhere. */
  private static @Nullable DebugScope childOf(
      @Nullable DebugScope outer, @Nullable DebugScope scope) {
    DebugScope s = scope;
    while (s != null && s.parent() != outer) {
      s = s.parent();
    }
    return s;
  }

  private void block(Unit unit, DebugScope scope) {
    List<ScopeRanges.Range> code = unit.scopes == null ? List.of() : unit.scopes.of(scope);
    entries.entry(Dwarf.TAG_LEXICAL_BLOCK);
    if (code.size() == 1) {
      ScopeRanges.Range range = code.getFirst();
      entries
          .address(Dwarf.AT_LOW_PC, word, Expression.of(range.start()))
          .data8(Dwarf.AT_HIGH_PC, Expression.difference(range.end(), range.start()));
    } else if (!code.isEmpty()) {
      entries.offset(Dwarf.AT_RANGES, Expression.of(ranges.add(code)));
    }
    entries.endParent();
    variables(unit, scope);
    entries.endChildren();
  }

  private void variable(DebugVariable variable, byte @Nullable [] location) {
    int tag = variable.isParameter() ? Dwarf.TAG_FORMAL_PARAMETER : Dwarf.TAG_VARIABLE;
    entries.entry(tag).name(variable.name());
    declaredAt(entries, variable.loc());
    entries.type(types.need(variable.type()));
    if (location != null) {
      entries.expression(Dwarf.AT_LOCATION, location);
    }
    entries.end();
  }

  /** Whether the optimiser left it: one whose every read became a constant has no place. */
  private boolean isDefined(Symbol symbol) {
    if (defined.isEmpty()) {
      module.globals.forEach(global -> defined.add(global.symbol));
    }
    return symbol.aliasOf != null || defined.contains(symbol);
  }

  private void global(DebugGlobal global) {
    Symbol symbol = global.symbol();
    entries.entry(Dwarf.TAG_VARIABLE).name(global.name());
    declaredAt(entries, global.loc());
    entries.type(types.need(global.type()));
    if (symbol.linkage != Symbol.Linkage.LOCAL) {
      entries.flag(Dwarf.AT_EXTERNAL);
    }
    if (symbol.tls == Symbol.Tls.NONE && isDefined(symbol)) {
      entries.locationAt(word, out.symbol(symbol.name));
    }
    entries.end();
  }
}
