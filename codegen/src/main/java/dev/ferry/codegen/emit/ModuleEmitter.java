package dev.ferry.codegen.emit;

import dev.ferry.base.source.SourceMap;
import dev.ferry.binutils.asm.AsmOutput;
import dev.ferry.binutils.asm.AsmSymbol;
import dev.ferry.binutils.asm.Expression;
import dev.ferry.binutils.elf.Elf;
import dev.ferry.codegen.CodeObserver;
import dev.ferry.codegen.CodegenOptions;
import dev.ferry.codegen.frame.FrameLayout;
import dev.ferry.codegen.mir.JumpTable;
import dev.ferry.codegen.mir.MBlock;
import dev.ferry.codegen.mir.MFunction;
import dev.ferry.codegen.select.ConstantPool;
import dev.ferry.ir.Global;
import dev.ferry.ir.Module;
import dev.ferry.ir.Symbol;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a module: functions, data, aliases, constant pool, what the file says of itself. */
public final class ModuleEmitter {
  private static final long CODE = Elf.SHF_ALLOC | Elf.SHF_EXECINSTR;

  private final Module module;
  private final CodegenOptions options;
  private final AsmOutput out;
  private final ConstantPool pool;
  private final LabelSource labels = new LabelSource();
  private final DataEmitter data;
  private final @Nullable DebugInfo debug;

  public ModuleEmitter(Module module, CodegenOptions options, AsmOutput out, ConstantPool pool) {
    this.module = module;
    this.options = options;
    this.out = out;
    this.pool = pool;
    this.data = new DataEmitter(module, options, out);
    SourceMap sources = options.sources;
    this.debug =
        options.debug && sources != null ? new DebugInfo(out, sources, module, options) : null;
  }

  public void begin() {
    out.sourceFile(module.name);
    out.text();
    if (options.debugFrame) {
      out.cfiSections(false, true);
    }
    for (String text : module.assembly) {
      out.source(text, "<file-scope asm>", 1);
      out.text();
    }
  }

  /** One function with everything that belongs to it. */
  public void function(MFunction function, FrameLayout frame) {
    Symbol symbol = function.source.symbol;
    enterCode(function);
    int align = Math.max(function.source.align, options.hasC ? 2 : 4);
    out.align(align);
    AsmSymbol label = out.symbol(symbol.name);
    data.declare(label, symbol);
    out.type(label, Elf.STT_FUNC);
    out.label(label);
    if (options.unwindTables) {
      out.cfiStart();
    }
    FunctionEmitter emitter = new FunctionEmitter(out, options, function, frame, labels);
    DebugInfo info = debug;
    if (info != null) {
      info.begin(function.source);
    }
    CodeObserver observer = options.observer;
    if (observer != null) {
      observer.begin(symbol.name, frame.size(), function.usedSaved);
      observer.at(function.source.loc, false);
    }
    List<JumpTable> tables = emitter.run(lines(info, observer));
    if (observer != null) {
      observer.end();
    }
    if (options.unwindTables) {
      out.cfiEnd();
    }
    AsmSymbol end = labels.fresh(out);
    out.label(end);
    out.size(label, Expression.difference(end, label));
    if (info != null) {
      info.end(function, frame, label, end);
    }
    for (JumpTable table : tables) {
      table(emitter, table, function);
    }
  }

  private static LineSink lines(@Nullable DebugInfo info, @Nullable CodeObserver observer) {
    if (observer == null) {
      return info == null ? LineSink.NONE : info;
    }
    return (loc, isEarly) -> {
      observer.at(loc, isEarly);
      if (info != null) {
        info.at(loc, isEarly);
      }
    };
  }

  private void enterCode(MFunction function) {
    Symbol symbol = function.source.symbol;
    String section = symbol.section;
    if (section != null) {
      out.section(section, Elf.SHT_PROGBITS, CODE, 0, "");
    } else if (options.functionSections) {
      out.section(".text." + symbol.name, Elf.SHT_PROGBITS, CODE, 0, "");
    } else if (function.source.isCold && options.optimise > 0) {
      out.section(".text.unlikely", Elf.SHT_PROGBITS, CODE, 0, "");
    } else {
      out.text();
    }
  }

  private void table(FunctionEmitter emitter, JumpTable table, MFunction function) {
    String suffix = options.functionSections ? "." + function.name() : "";
    out.section(".rodata" + suffix, Elf.SHT_PROGBITS, Elf.SHF_ALLOC, 0, "");
    out.align(4);
    AsmSymbol start = emitter.tableLabel(table);
    out.label(start);
    for (MBlock target : table.targets()) {
      AsmSymbol label = emitter.label(target);
      out.data(4, table.relative() ? Expression.difference(label, start) : Expression.of(label));
    }
  }

  /** Data, and everything at the end of the file. */
  public void end() {
    for (Global global : module.globals) {
      data.global(global);
    }
    constants();
    for (Symbol symbol : module.symbols()) {
      Symbol target = symbol.aliasOf;
      if (target != null) {
        AsmSymbol label = out.symbol(symbol.name);
        data.declare(label, symbol);
        out.type(label, symbol.isFunction || target.isFunction ? Elf.STT_FUNC : Elf.STT_OBJECT);
        out.equate(label, Expression.of(out.symbol(target.name)));
      }
    }
    initEntries();
    undefinedSymbols();
    if (debug != null) {
      debug.finish();
    }
    long stackFlags = module.needsExecutableStack ? Elf.SHF_EXECINSTR : 0;
    out.section(".note.GNU-stack", Elf.SHT_PROGBITS, stackFlags, 0, "");
    out.ident("Ferry");
  }

  private void constants() {
    for (ConstantPool.Entry entry : pool.entries()) {
      String prefix =
          options.smallDataLimit >= entry.bytes() && !options.pic ? ".srodata" : ".rodata";
      out.section(
          prefix + ".cst" + entry.bytes(),
          Elf.SHT_PROGBITS,
          Elf.SHF_ALLOC | Elf.SHF_MERGE,
          entry.bytes(),
          "");
      out.align(entry.bytes());
      out.label(out.symbol(entry.label()));
      out.data(entry.bytes(), entry.bits());
    }
  }

  private void initEntries() {
    for (Module.InitEntry entry : module.initEntries) {
      String name = entry.isDestructor() ? ".fini_array" : ".init_array";
      int type = entry.isDestructor() ? Elf.SHT_FINI_ARRAY : Elf.SHT_INIT_ARRAY;
      if (entry.priority() != 65535) {
        String digits = Integer.toString(100_000 + entry.priority()).substring(1);
        name += "." + digits;
      }
      out.section(name, type, Elf.SHF_ALLOC | Elf.SHF_WRITE, 0, "");
      out.align(options.wordBytes());
      out.data(options.wordBytes(), Expression.of(out.symbol(entry.function().name)));
    }
  }

  /** Weak references and visibility of symbols defined elsewhere. */
  private void undefinedSymbols() {
    Set<String> defined = new HashSet<>();
    for (Symbol symbol : module.symbols()) {
      if (symbol.isDefined || symbol.aliasOf != null) {
        defined.add(symbol.name);
      }
    }
    for (Symbol symbol : module.symbols()) {
      if (defined.contains(symbol.name)) {
        continue;
      }
      if (symbol.linkage == Symbol.Linkage.WEAK) {
        out.weak(out.symbol(symbol.name));
      }
      if (symbol.visibility != Symbol.Visibility.DEFAULT) {
        out.visibility(out.symbol(symbol.name), DataEmitter.visibility(symbol.visibility));
      }
    }
  }

  static @Nullable String sectionOf(Symbol symbol) {
    return symbol.section;
  }
}
