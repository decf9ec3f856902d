package dev.ferry.codegen.emit;

import dev.ferry.binutils.asm.AsmOutput;
import dev.ferry.binutils.asm.AsmSymbol;
import dev.ferry.binutils.asm.Expression;
import dev.ferry.binutils.elf.Elf;
import dev.ferry.codegen.CodegenOptions;
import dev.ferry.ir.Block;
import dev.ferry.ir.Function;
import dev.ferry.ir.Global;
import dev.ferry.ir.Module;
import dev.ferry.ir.Symbol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes global objects into their sections. */
final class DataEmitter {
  private static final long READ_ONLY = Elf.SHF_ALLOC;
  private static final long WRITABLE = Elf.SHF_ALLOC | Elf.SHF_WRITE;

  private final CodegenOptions options;
  private final AsmOutput out;
  private final Map<Block, String> blockLabels = new HashMap<>();

  DataEmitter(Module module, CodegenOptions options, AsmOutput out) {
    this.options = options;
    this.out = out;
    assert module.xlen == options.wordBytes() * 8;
  }

  static int visibility(Symbol.Visibility visibility) {
    return switch (visibility) {
      case DEFAULT -> Elf.STV_DEFAULT;
      case INTERNAL -> Elf.STV_INTERNAL;
      case HIDDEN -> Elf.STV_HIDDEN;
      case PROTECTED -> Elf.STV_PROTECTED;
    };
  }

  /** Binding, visibility and versions of a definition. */
  void declare(AsmSymbol label, Symbol symbol) {
    switch (symbol.linkage) {
      case LOCAL -> {}
      case GLOBAL -> out.global(label);
      case WEAK -> out.weak(label);
    }
    if (symbol.visibility != Symbol.Visibility.DEFAULT) {
      out.visibility(label, visibility(symbol.visibility));
    }
    for (String version : symbol.versions) {
      out.version(label, version);
    }
  }

  void global(Global global) {
    Symbol symbol = global.symbol;
    if (global.isCommon && symbol.section == null && symbol.tls == Symbol.Tls.NONE) {
      AsmSymbol label = out.symbol(symbol.name);
      if (symbol.visibility != Symbol.Visibility.DEFAULT) {
        out.visibility(label, visibility(symbol.visibility));
      }
      out.type(label, Elf.STT_OBJECT);
      out.common(
          label, Math.max(global.size, 1), global.align, symbol.linkage == Symbol.Linkage.LOCAL);
      return;
    }
    enterSection(global);
    out.align(Math.max(1, global.align));
    AsmSymbol label = out.symbol(symbol.name);
    boolean temporary = symbol.name.startsWith(".L");
    if (!temporary) {
      declare(label, symbol);
      out.type(label, symbol.tls == Symbol.Tls.NONE ? Elf.STT_OBJECT : Elf.STT_TLS);
      out.size(label, Expression.of(global.size));
    }
    out.label(label);
    contents(global);
  }

  private static boolean isZero(Global global) {
    if (!global.references.isEmpty()) {
      return false;
    }
    for (byte b : global.bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private void enterSection(Global global) {
    Symbol symbol = global.symbol;
    boolean zero = isZero(global);
    String named = symbol.section;
    if (named != null) {
      boolean nobits = named.startsWith(".bss") || named.startsWith(".sbss");
      out.section(
          named,
          nobits ? Elf.SHT_NOBITS : Elf.SHT_PROGBITS,
          global.isReadOnly ? READ_ONLY : WRITABLE,
          0,
          "");
      return;
    }
    String suffix = options.dataSections ? "." + symbol.name : "";
    if (symbol.tls != Symbol.Tls.NONE) {
      out.section(
          (zero ? ".tbss" : ".tdata") + suffix,
          zero ? Elf.SHT_NOBITS : Elf.SHT_PROGBITS,
          WRITABLE | Elf.SHF_TLS,
          0,
          "");
      return;
    }
    if (global.stringUnit > 0 && global.references.isEmpty() && isMergeable(global)) {
      out.section(
          ".rodata.str" + global.stringUnit + "." + Math.max(global.align, global.stringUnit),
          Elf.SHT_PROGBITS,
          READ_ONLY | Elf.SHF_MERGE | Elf.SHF_STRINGS,
          global.stringUnit,
          "");
      return;
    }
    plainSection(global, zero, suffix);
  }

  private void plainSection(Global global, boolean zero, String suffix) {
    boolean small = global.size > 0 && global.size <= options.smallDataLimit && !options.pic;
    boolean relocated = !global.references.isEmpty();
    if (global.isReadOnly && relocated && options.pic) {
      out.section(".data.rel.ro" + suffix, Elf.SHT_PROGBITS, WRITABLE, 0, "");
    } else if (global.isReadOnly) {
      out.section((small ? ".srodata" : ".rodata") + suffix, Elf.SHT_PROGBITS, READ_ONLY, 0, "");
    } else if (zero) {
      out.section((small ? ".sbss" : ".bss") + suffix, Elf.SHT_NOBITS, WRITABLE, 0, "");
    } else {
      out.section((small ? ".sdata" : ".data") + suffix, Elf.SHT_PROGBITS, WRITABLE, 0, "");
    }
  }

  /** Whether the bytes end in the only NUL of their unit. */
  private static boolean isMergeable(Global global) {
    int unit = global.stringUnit;
    byte[] bytes = global.bytes;
    long size = global.size;
    if (size < unit || size % unit != 0 || size > Integer.MAX_VALUE || global.align > unit) {
      return false;
    }
    for (int at = 0; at < size; at += unit) {
      boolean nul = true;
      for (int i = at; i < at + unit; i++) {
        nul &= i >= bytes.length || bytes[i] == 0;
      }
      if (nul != (at + unit == size)) {
        return false;
      }
    }
    return true;
  }

  private void contents(Global global) {
    List<Global.Reference> references = global.references;
    if (references.size() > 1) {
      references = new ArrayList<>(references);
      references.sort(Comparator.comparingLong(Global.Reference::offset));
    }
    long at = 0;
    for (Global.Reference reference : references) {
      raw(global, at, reference.offset());
      out.data(reference.bytes(), value(reference));
      at = reference.offset() + reference.bytes();
    }
    raw(global, at, global.size);
  }

  private void raw(Global global, long from, long to) {
    long have = Math.min(to, global.bytes.length);
    if (from < have) {
      out.bytes(global.bytes, (int) from, (int) (have - from));
    }
    long start = Math.max(from, have);
    if (to > start) {
      out.zeros(to - start);
    }
  }

  private Expression value(Global.Reference reference) {
    Block minus = reference.minus();
    Block block = reference.block();
    if (block != null) {
      Expression label = Expression.of(out.symbol(label(block)), reference.addend());
      return minus == null
          ? label
          : Expression.binary(
              Expression.Operator.SUBTRACT, label, Expression.of(out.symbol(label(minus))));
    }
    Symbol symbol = reference.symbol();
    if (symbol == null) {
      return Expression.of(reference.addend());
    }
    return Expression.of(out.symbol(symbol.name), reference.addend());
  }

  private String label(Block block) {
    return blockLabels.computeIfAbsent(block, DataEmitter::globalLabel);
  }

  /** Must agree with the labels of machine blocks. */
  private static String globalLabel(Block block) {
    Function function = block.function();
    return ".L" + function.symbol.name + ".ir" + block.id;
  }
}
