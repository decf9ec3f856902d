package dev.ferry.binutils.asm;

import dev.ferry.binutils.elf.Elf;
import dev.ferry.isa.IsaString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs directives: those of control flow and symbols here, the others in classes of their own. */
final class Directives {
  private static final int TYPE_RISCV_ARCH = 5;

  private final Assembler assembler;
  private final ObjectBuilder builder;
  private final AsmTarget target;
  private final ExpressionParser expressions;
  private final InputStack input;
  private final DataDirectives data;
  private final SectionDirectives sections;
  private final DebugDirectives debug;
  private final RawInstructions raw;

  Directives(
      Assembler assembler, ObjectBuilder builder, ExpressionParser expressions, InputStack input) {
    this.assembler = assembler;
    this.builder = builder;
    this.target = builder.target();
    this.expressions = expressions;
    this.input = input;
    this.data = new DataDirectives(builder, expressions);
    this.sections = new SectionDirectives(builder, expressions);
    this.debug = new DebugDirectives(builder, expressions);
    this.raw = new RawInstructions(builder, expressions);
  }

  /** Runs the directive {@code name}; false if there is none of that name. */
  boolean run(String name, Cursor in) {
    if (conditional(name, in)) {
      return true;
    }
    if (!assembler.conditionals().active()) {
      return false;
    }
    boolean known =
        data.run(name, in)
            || sections.run(name, in)
            || symbol(name, in)
            || debug.run(name, in)
            || control(name, in)
            || target(name, in);
    return known;
  }

  // --- Conditionals -----------------------------------------------------------------------------

  private boolean conditional(String name, Cursor in) {
    Conditionals conditionals = assembler.conditionals();
    boolean active = conditionals.active();
    switch (name) {
      case ".if", ".ifne" -> conditionals.begin(active && condition(in, conditionals) != 0);
      case ".ifeq" -> conditionals.begin(active && condition(in, conditionals) == 0);
      case ".ifgt" -> conditionals.begin(active && condition(in, conditionals) > 0);
      case ".ifge" -> conditionals.begin(active && condition(in, conditionals) >= 0);
      case ".iflt" -> conditionals.begin(active && condition(in, conditionals) < 0);
      case ".ifle" -> conditionals.begin(active && condition(in, conditionals) <= 0);
      case ".ifdef" -> conditionals.begin(active && isDefined(in));
      case ".ifndef", ".ifnotdef" -> conditionals.begin(active && !isDefined(in));
      case ".ifb" -> conditionals.begin(active && in.atEnd());
      case ".ifnb" -> conditionals.begin(active && !in.atEnd());
      case ".ifc" -> conditionals.begin(active && sameText(in));
      case ".ifnc" -> conditionals.begin(active && !sameText(in));
      case ".ifeqs" -> conditionals.begin(active && sameStrings(in));
      case ".ifnes" -> conditionals.begin(active && !sameStrings(in));
      case ".elseif" ->
          conditionals.elseIf(conditionals.wantsCondition() && condition(in, null) != 0);
      case ".else" -> conditionals.otherwise();
      case ".endif" -> conditionals.end();
      default -> {
        return false;
      }
    }
    return true;
  }

  /** The value of a condition; where it has none, the level still begins, with false. */
  private long condition(Cursor in, @Nullable Conditionals begin) {
    try {
      return expressions.absolute(in);
    } catch (AssemblyException e) {
      if (begin != null) {
        begin.begin(false);
        // The caller does not get to it.
      }
      throw new AssemblyException("non-constant expression in \".if\" statement");
    }
  }

  private boolean isDefined(Cursor in) {
    AsmSymbol symbol = builder.symbols().find(in.name());
    return symbol != null && symbol.isDefined();
  }

  private static boolean sameText(Cursor in) {
    String left = in.word();
    in.acceptComma();
    return unquoted(left).equals(unquoted(in.word()));
  }

  private static String unquoted(String text) {
    boolean quoted =
        text.length() >= 2 && text.charAt(0) == '\'' && text.charAt(text.length() - 1) == '\'';
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  private static boolean sameStrings(Cursor in) {
    String left = in.string();
    in.acceptComma();
    return left.equals(in.string());
  }

  // --- Symbols ----------------------------------------------------------------------------------

  void equate(String name, Expression value, boolean once) {
    AsmSymbol symbol = builder.symbol(name);
    if (once && symbol.isDefined()) {
      throw new AssemblyException("symbol `" + name + "' is already defined");
    }
    builder.equate(symbol, value);
  }

  private boolean symbol(String name, Cursor in) {
    switch (name) {
      case ".globl", ".global" -> each(in, builder::global);
      case ".local" -> each(in, builder::local);
      case ".weak" -> each(in, builder::weak);
      case ".hidden" -> each(in, s -> builder.visibility(s, Elf.STV_HIDDEN));
      case ".internal" -> each(in, s -> builder.visibility(s, Elf.STV_INTERNAL));
      case ".protected" -> each(in, s -> builder.visibility(s, Elf.STV_PROTECTED));
      case ".variant_cc" -> each(in, s -> s.variantCc = true);
      case ".set", ".equ", ".equiv", ".eqv" -> {
        String symbol = in.name();
        in.expectComma();
        Expression value = expressions.parse(in);
        in.expectEnd();
        equate(symbol, value, name.equals(".equiv") || name.equals(".eqv"));
      }
      case ".type" -> type(in);
      case ".size" -> {
        AsmSymbol symbol = builder.symbol(in.name());
        in.acceptComma();
        builder.size(symbol, expressions.parse(in));
        in.expectEnd();
      }
      case ".comm", ".common" -> common(in, false);
      case ".lcomm" -> common(in, true);
      case ".symver" -> version(in);
      case ".weakref" -> {
        String alias = in.name();
        in.expectComma();
        AsmSymbol target = builder.symbol(in.name());
        target.weak = true;
        builder.equate(builder.symbol(alias), Expression.of(target));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private interface SymbolAction {
    void accept(AsmSymbol symbol);
  }

  private void each(Cursor in, SymbolAction action) {
    do {
      action.accept(builder.symbol(in.name()));
    } while (in.acceptComma());
    in.expectEnd();
  }

  private void type(Cursor in) {
    AsmSymbol symbol = builder.symbol(in.name());
    in.acceptComma();
    in.skipSpace();
    char mark = in.peek();
    String type;
    if (mark == '"') {
      type = in.string();
    } else {
      if (mark == '@' || mark == '%' || mark == '#') {
        in.at++;
      }
      type = in.peek() >= '0' && in.peek() <= '9' ? in.alphanumeric() : in.plainName();
    }
    switch (type) {
      case "function", "STT_FUNC", "2" -> builder.type(symbol, Elf.STT_FUNC);
      case "object", "STT_OBJECT", "1" -> builder.type(symbol, Elf.STT_OBJECT);
      case "tls_object", "STT_TLS", "6" -> builder.type(symbol, Elf.STT_TLS);
      case "common", "STT_COMMON", "5" -> builder.type(symbol, Elf.STT_COMMON);
      case "notype", "STT_NOTYPE", "0" -> builder.type(symbol, Elf.STT_NOTYPE);
      case "gnu_indirect_function", "STT_GNU_IFUNC", "10" ->
          builder.type(symbol, Elf.STT_GNU_IFUNC);
      case "gnu_unique_object" -> {
        builder.type(symbol, Elf.STT_OBJECT);
        symbol.uniqueGlobal = true;
      }
      default -> throw new AssemblyException("unrecognized symbol type \"" + type + "\"");
    }
    in.expectEnd();
  }

  private void common(Cursor in, boolean isLocal) {
    AsmSymbol symbol = builder.symbol(in.name());
    in.acceptComma();
    long size = expressions.absolute(in);
    long alignment = isLocal ? 1 : naturalAlignment(size);
    if (in.acceptComma()) {
      alignment = expressions.absolute(in);
    }
    in.expectEnd();
    if (size < 0) {
      throw new AssemblyException(".comm length (" + size + ".) <0! Ignored.");
    }
    if (alignment <= 0 || Long.bitCount(alignment) != 1) {
      throw new AssemblyException("common alignment not a power of 2");
    }
    builder.common(symbol, size, alignment, isLocal || symbol.explicitLocal);
  }

  private static long naturalAlignment(long size) {
    long alignment = 1;
    while (alignment < 16 && alignment * 2 <= size) {
      alignment *= 2;
    }
    return alignment;
  }

  /** {@code .symver name, name@VERSION[, visibility]}: a symbol with the version in its name. */
  private void version(Cursor in) {
    AsmSymbol symbol = builder.symbol(in.name());
    in.expectComma();
    String versioned = in.word();
    if (versioned.startsWith("\"") && versioned.endsWith("\"") && versioned.length() > 1) {
      versioned = versioned.substring(1, versioned.length() - 1);
    }
    int mark = versioned.indexOf('@');
    if (mark <= 0) {
      throw new AssemblyException(
          "missing version name in `" + versioned + "' for symbol `" + symbol.name + "'");
    }
    if (in.acceptComma()) {
      in.plainName();
    }
    in.expectEnd();
    builder.version(symbol, versioned);
  }

  // --- Control ----------------------------------------------------------------------------------

  private boolean control(String name, Cursor in) {
    MacroProcessor macros = assembler.macros();
    switch (name) {
      case ".macro" -> macros.define(in);
      case ".purgem" -> macros.purge(in.plainName());
      case ".rept" -> macros.repeat(in);
      case ".irp" -> macros.repeatValues(in);
      case ".irpc" -> macros.repeatCharacters(in);
      case ".exitm" -> macros.exit();
      case ".endm", ".endr", ".endmacro" ->
          throw new AssemblyException("unexpected `" + name + "'");
      case ".altmacro" -> macros.setAltmacro(true);
      case ".noaltmacro" -> macros.setAltmacro(false);
      case ".include" -> include(in.string());
      case ".incbin" -> includeBinary(in);
      case ".end" -> assembler.end();
      case ".abort" -> {
        assembler.end();
        throw new AssemblyException(".abort detected.  Abandoning ship.");
      }
      case ".err" -> throw new AssemblyException(".err encountered");
      case ".error" ->
          throw new AssemblyException(
              in.atEnd() ? ".error directive invoked in source file" : in.string());
      case ".fail" -> throw new AssemblyException(".fail encountered");
      case ".warning" ->
          builder.warning(in.atEnd() ? ".warning directive invoked in source file" : in.string());
      case ".print" -> in.string();
      case ".line", ".ln" -> input.setLine((int) expressions.absolute(in));
      case ".title",
          ".sbttl",
          ".psize",
          ".list",
          ".nolist",
          ".eject",
          ".lflags",
          ".linefile",
          ".appline",
          ".llen",
          ".addrsig",
          ".addrsig_sym",
          ".gnu_attribute",
          ".version",
          ".local_label" -> {}
      default -> {
        return false;
      }
    }
    return true;
  }

  private @Nullable Path find(String name) {
    try {
      List<Path> folders = builder.options().includePath();
      Path path = Path.of(name);
      if (Files.isRegularFile(path)) {
        return path;
      }
      for (Path folder : folders) {
        Path candidate = folder.resolve(name);
        if (Files.isRegularFile(candidate)) {
          return candidate;
        }
      }
    } catch (InvalidPathException e) {
      return null;
    }
    return null;
  }

  private byte[] read(String name, String verb) {
    Path path = find(name);
    try {
      if (path != null && Files.size(path) < 1 << 28) {
        return Files.readAllBytes(path);
      }
    } catch (IOException e) {
      throw new AssemblyException("can't read " + name + ": " + e.getMessage());
    }
    throw new AssemblyException(verb + ": " + name + ": No such file or directory");
  }

  private void include(String name) {
    String text =
        new String(read(name, "can't open " + name + " for reading"), StandardCharsets.ISO_8859_1);
    input.pushFile(SourceText.withoutComments(text), name, assembler.conditionals().depth());
  }

  private void includeBinary(Cursor in) {
    String name = in.string();
    long skip = 0;
    long count = -1;
    if (in.acceptComma()) {
      if (in.peek() != ',') {
        skip = expressions.absolute(in);
      }
      if (in.acceptComma()) {
        count = expressions.absolute(in);
      }
    }
    in.expectEnd();
    byte[] bytes = read(name, "file not found");
    if (skip < 0 || skip > bytes.length) {
      throw new AssemblyException("skip (" + skip + ") or count out of range in .incbin");
    }
    long rest = bytes.length - skip;
    if (count > rest) {
      throw new AssemblyException("skip (" + skip + ") + count (" + count + ") larger than file");
    }
    builder.bytes(bytes, (int) skip, (int) (count < 0 ? rest : count));
  }

  // --- Target -----------------------------------------------------------------------------------

  private boolean target(String name, Cursor in) {
    switch (name) {
      case ".option" -> option(in);
      case ".attribute" -> attribute(in);
      case ".insn" -> raw.run(in);
      case ".bss" -> {
        builder.bss();
        in.expectEnd();
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void option(Cursor in) {
    String name = in.plainName();
    switch (name) {
      case "rvc" -> target.setCompress(true);
      case "norvc" -> target.setCompress(false);
      case "relax" -> target.setRelax(true);
      case "norelax" -> target.setRelax(false);
      case "pic" -> target.setPic(true);
      case "nopic" -> target.setPic(false);
      case "push" -> target.push();
      case "pop" -> target.pop();
      case "arch" -> {
        in.expectComma();
        arch(in.text.substring(in.at).strip());
        return;
      }
      case "csr-check", "no-csr-check" -> {}
      default -> builder.warning("unrecognized .option directive: " + name);
    }
    in.expectEnd();
  }

  private void arch(String text) {
    try {
      if (text.startsWith("rv")) {
        target.setIsa(IsaString.parse(text, target.isa().specification()));
        return;
      }
      IsaString isa = target.isa();
      for (String change : text.split(",")) {
        String part = change.strip();
        if (part.startsWith("+")) {
          isa = isa.with(part.substring(1));
        } else if (part.startsWith("-")) {
          isa = isa.without(part.substring(1));
        } else {
          throw new AssemblyException("unknown change of the architecture: `" + part + "'");
        }
      }
      target.setIsa(isa);
    } catch (IsaString.FormatException e) {
      throw new AssemblyException(String.valueOf(e.getMessage()));
    }
  }

  private void attribute(Cursor in) {
    String name = in.plainName();
    long tag =
        switch (name) {
          case "" -> expressions.absolute(in);
          case "stack_align", "Tag_RISCV_stack_align" -> 4;
          case "arch", "Tag_RISCV_arch" -> TYPE_RISCV_ARCH;
          case "unaligned_access", "Tag_RISCV_unaligned_access" -> 6;
          case "priv_spec", "Tag_RISCV_priv_spec" -> 8;
          case "priv_spec_minor", "Tag_RISCV_priv_spec_minor" -> 10;
          case "priv_spec_revision", "Tag_RISCV_priv_spec_revision" -> 12;
          default -> throw new AssemblyException("Attribute name not recognised: " + name);
        };
    in.expectComma();
    in.skipSpace();
    if (tag < 0 || tag > 1 << 20) {
      throw new AssemblyException("bad attribute tag");
    }
    if (in.peek() == '"') {
      String text = in.string();
      if (tag == TYPE_RISCV_ARCH) {
        try {
          target.setArchAttribute(IsaString.parse(text, target.isa().specification()));
        } catch (IsaString.FormatException e) {
          throw new AssemblyException(String.valueOf(e.getMessage()));
        }
      } else {
        target.attributes().put((int) tag, text);
      }
    } else {
      target.attributes().put((int) tag, (Long) expressions.absolute(in));
    }
    in.expectEnd();
  }
}
