package dev.ferry.binutils.asm;

import dev.ferry.binutils.elf.Contents;
import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.LittleEndian;
import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.binutils.elf.Relocation;
import dev.ferry.binutils.elf.RelocationType;
import dev.ferry.binutils.elf.RiscvAttributes;
import dev.ferry.binutils.elf.Section;
import dev.ferry.binutils.elf.SectionGroup;
import dev.ferry.binutils.elf.Symbol;
import dev.ferry.isa.Compressor;
import dev.ferry.isa.Encoder;
import dev.ferry.isa.Immediate;
import dev.ferry.isa.Opcode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a laid-out {@link ObjectBuilder} into the object model: bytes, relocations, symbols. */
final class ObjectWriter {
  private final ObjectBuilder builder;
  private final ObjectFile object;
  private final Evaluator evaluator;
  private final List<AsmSymbol> temporaries = new ArrayList<>();
  // Of the section being written.
  private byte[] bytes = new byte[0];
  private final List<Relocation> relocations = new ArrayList<>();
  private @Nullable AsmSection current;
  private AsmLocation where = AsmLocation.NONE;

  ObjectWriter(ObjectBuilder builder, String name) {
    this.builder = builder;
    this.object = new ObjectFile(name, builder.xlen() == 64);
    this.evaluator = builder.evaluator();
  }

  ObjectFile write() {
    object.setFlags(flags());
    for (AsmSection section : builder.sections().all()) {
      Section made =
          new Section(text(section.name), section.type, section.flags, section.alignment);
      made.setEntrySize(section.entrySize);
      section.object = made;
      object.addSection(made);
    }
    linkSections();
    for (AsmSection section : builder.sections().all()) {
      writeSection(section);
    }
    writeSymbols();
    writeAttributes();
    return object;
  }

  private int flags() {
    int flags = builder.target().usesCompression() ? Elf.EF_RISCV_RVC : 0;
    String abi = builder.options().abi();
    flags |=
        switch (abi.charAt(abi.length() - 1)) {
          case 'd' -> Elf.EF_RISCV_FLOAT_ABI_DOUBLE;
          case 'f' -> Elf.EF_RISCV_FLOAT_ABI_SINGLE;
          case 'q' -> Elf.EF_RISCV_FLOAT_ABI_QUAD;
          case 'e' -> Elf.EF_RISCV_RVE;
          default -> 0;
        };
    return builder.target().isa().has("ztso") ? flags | Elf.EF_RISCV_TSO : flags;
  }

  private void linkSections() {
    Map<String, SectionGroup> groups = new HashMap<>();
    for (AsmSection section : builder.sections().all()) {
      Section made = made(section);
      if (section.linkedTo != null) {
        AsmSymbol symbol = builder.symbols().find(section.linkedTo);
        AsmSection target =
            symbol != null && symbol.section != null
                ? symbol.section
                : builder.sections().find(section.linkedTo);
        if (target != null) {
          made.setLinkedTo(made(target));
        } else if (!section.linkedTo.equals("0")) {
          error(
              "undefined linked-to symbol `"
                  + section.linkedTo
                  + "' on section `"
                  + section.name
                  + "'");
        }
      }
      if (section.group != null) {
        SectionGroup group = groups.get(section.group);
        if (group == null) {
          AsmSymbol signature = builder.symbol(section.group);
          signature.used = true;
          group = object.addGroup(new SectionGroup(symbol(signature), section.comdat));
          groups.put(section.group, group);
        }
        group.add(made);
      }
    }
  }

  private static Section made(AsmSection section) {
    Section made = section.object;
    if (made == null) {
      throw new IllegalStateException("section not made: " + section.name);
    }
    return made;
  }

  /** Names are kept as bytes in ISO 8859-1; the object model wants real text. */
  static String text(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) >= 0x80) {
        return new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
      }
    }
    return name;
  }

  private void error(String message) {
    builder.error(where, message);
  }

  // --- Bytes ------------------------------------------------------------------------------------

  private void writeSection(AsmSection section) {
    Section made = made(section);
    long size = section.finalSize();
    current = section;
    relocations.clear();
    if (section.isNobits()) {
      made.setNobitsSize(size);
      return;
    }
    bytes = new byte[(int) size];
    int from = 0;
    for (int i = 0; i < section.fragments.size(); i++) {
      Fragment fragment = section.fragments.get(i);
      long start = section.runAddress[i];
      System.arraycopy(section.bytes, from, bytes, (int) start, fragment.fixed - from);
      from = fragment.fixed;
      where = fragment.location;
      try {
        writeFragment(section, fragment, (int) section.fragmentAddress(i));
      } catch (AssemblyException e) {
        error(String.valueOf(e.getMessage()));
      }
    }
    int last = (int) section.runAddress[section.fragments.size()];
    System.arraycopy(section.bytes, from, bytes, last, section.size - from);
    for (Fixup fixup : section.fixups) {
      where = fixup.location;
      try {
        apply(fixup, section.address(fixup.offset, fixup.fragment));
      } catch (AssemblyException e) {
        error(String.valueOf(e.getMessage()));
      }
    }
    made.setContents(Contents.of(bytes));
    relocations.sort(Comparator.comparingLong(Relocation::offset));
    made.relocations().reserve(relocations.size());
    for (Relocation relocation : relocations) {
      made.relocations()
          .add(relocation.offset(), relocation.number(), relocation.symbol(), relocation.addend());
    }
  }

  private void writeFragment(AsmSection section, Fragment fragment, int at) {
    switch (fragment.kind) {
      case BREAK -> {}
      case BRANCH -> writeBranch(fragment, at);
      case CODE_ALIGN -> {
        // If the linker relaxes at the end of the source, GNU as leaves zeros here.
        if (!builder.target().relaxes()) {
          byte[] nops = ObjectBuilder.nops(fragment.size);
          System.arraycopy(nops, 0, bytes, at, nops.length);
        }
      }
      case ALIGN, ORG, FILL -> writePattern(fragment, at);
      case LEB128 -> writeLeb128(fragment, at);
    }
  }

  private void writePattern(Fragment fragment, int at) {
    int i = 0;
    // An alignment that is no multiple of the pattern starts with zeros.
    if (fragment.kind == Fragment.Kind.ALIGN) {
      i = fragment.size % fragment.width;
    }
    for (; i < fragment.size; i++) {
      int within = (i - (fragment.size % fragment.width)) % fragment.width;
      if (fragment.kind != Fragment.Kind.ALIGN) {
        within = i % fragment.width;
      }
      bytes[at + i] = (byte) (within < 8 ? fragment.pattern >> 8 * within : 0);
    }
  }

  private void writeLeb128(Fragment fragment, int at) {
    Long value = Layout.lebValue(evaluator, fragment);
    if (value != null) {
      Leb128.write(bytes, at, fragment.size, value, fragment.signed);
      return;
    }
    Expression expression = fragment.expression;
    Evaluator.Linear linear = expression == null ? null : evaluator.linear(expression);
    if (linear == null || linear.plus() == null || linear.minus() == null) {
      throw new AssemblyException("non-constant .uleb128 is not supported");
    }
    if (fragment.signed) {
      throw new AssemblyException("non-constant .sleb128 is not supported");
    }
    Leb128.write(bytes, at, fragment.size, evaluator.collapse(linear).number(), false);
    relocate(at, RelocationType.SET_ULEB128, linear.plus(), linear.number());
    relocate(at, RelocationType.SUB_ULEB128, linear.minus(), 0);
  }

  // --- Branches ---------------------------------------------------------------------------------

  private void writeBranch(Fragment fragment, int at) {
    Opcode opcode = fragment.opcode;
    AsmSymbol target = fragment.target;
    if (opcode == null) {
      return;
    }
    boolean jump = opcode == Opcode.JAL;
    Relocated place = resolve(target, fragment.addend);
    if (fragment.size == 2) {
      int half =
          Compressor.compress(
              opcode,
              fragment.rd,
              fragment.rs1,
              fragment.rs2,
              0,
              builder.xlen(),
              dev.ferry.isa.Extension.C.bit());
      Immediate layout = jump ? Immediate.C_J : Immediate.C_B;
      half |= distance(place, layout, at);
      LittleEndian.set(bytes, at, 2, half);
      add(at, jump ? RelocationType.RVC_JUMP : RelocationType.RVC_BRANCH, place);
      return;
    }
    if (jump || fragment.size == 4) {
      int word =
          Encoder.fields(opcode, fragment.rd, fragment.rs1, fragment.rs2, 0, 0)
              | distance(place, opcode.immediate(), at);
      LittleEndian.set(bytes, at, 4, word);
      add(at, jump ? RelocationType.JAL : RelocationType.BRANCH, place);
      return;
    }
    int skip = writeInverse(fragment, opcode, at);
    int word = Opcode.JAL.match() | distance(place, Immediate.J, at + skip);
    LittleEndian.set(bytes, at + skip, 4, word);
    add(at + skip, RelocationType.JAL, place);
  }

  /** The bits of the distance, so that a disassembly of the object shows where a jump goes. */
  private static int distance(Relocated place, Immediate layout, int at) {
    return place.symbol == null ? 0 : layout.encode((int) (place.value - at));
  }

  /** The opposite branch, over the jump behind it; gives its length. */
  private int writeInverse(Fragment fragment, Opcode opcode, int at) {
    int inverse = Encoder.fields(opcode, 0, fragment.rs1, fragment.rs2, 0, 0) ^ 1 << 12;
    if (fragment.size == 6) {
      Opcode opposite = opcode == Opcode.BEQ ? Opcode.BNE : Opcode.BEQ;
      int half =
          Compressor.compress(
              opposite,
              0,
              fragment.rs1,
              fragment.rs2,
              6,
              builder.xlen(),
              dev.ferry.isa.Extension.C.bit());
      LittleEndian.set(bytes, at, 2, half);
      return 2;
    }
    LittleEndian.set(bytes, at, 4, inverse | Immediate.B.encode(8));
    return 4;
  }

  // --- Fixups -----------------------------------------------------------------------------------

  /** What a relocation names, and the value known here: offset in its section plus the addend. */
  private record Relocated(@Nullable AsmSymbol symbol, long addend, long value) {}

  private Relocated resolve(@Nullable AsmSymbol symbol, long addend) {
    if (symbol == null) {
      return new Relocated(null, addend, addend);
    }
    Evaluator.Linear linear = evaluator.linear(new Expression.Reference(symbol));
    if (linear.minus() != null) {
      throw new AssemblyException("can't resolve value of `" + symbol.name + "'");
    }
    AsmSymbol base = linear.plus();
    long total = linear.number() + addend;
    if (base != symbol && base != null && base.section != null && linear.number() == 0) {
      // An alias of a label is a symbol of its own.
      return new Relocated(symbol, addend, offset(base) + total);
    }
    return new Relocated(base, total, base == null ? total : offset(base) + total);
  }

  private static long offset(AsmSymbol symbol) {
    AsmSection section = symbol.section;
    return section == null ? 0 : section.address(symbol.offset, symbol.fragment);
  }

  private void add(long at, RelocationType type, Relocated place) {
    if (place.symbol != null && isResolved(type.number(), place.symbol)) {
      return;
    }
    Symbol symbol = place.symbol == null ? null : symbol(place.symbol);
    relocations.add(new Relocation(at, type.number(), symbol, place.addend));
  }

  /** Whether the distance to a local label of this section is final. */
  private boolean isResolved(int type, AsmSymbol target) {
    return builder.target().resolvesBranches()
        && target.section == current
        && target.value == null
        && target.isTemporary()
        && branchLayout(type) != Immediate.NONE;
  }

  private void relocate(long at, RelocationType type, AsmSymbol symbol, long addend) {
    relocations.add(new Relocation(at, type.number(), symbol(symbol), addend));
  }

  private void apply(Fixup fixup, long at) {
    if (fixup.type == Fixup.DATA) {
      applyData(fixup, at);
      return;
    }
    Expression value = fixup.value;
    if (value == null) {
      relocations.add(new Relocation(at, fixup.type, null, 0));
      return;
    }
    Evaluator.Linear linear = linear(value);
    if (linear.minus() != null) {
      linear = evaluator.collapse(linear);
      if (linear.minus() != null) {
        throw new AssemblyException("unsupported difference of symbols in an instruction");
      }
    }
    AsmSymbol symbol = linear.plus();
    boolean patched = patchConstant(fixup.type, (int) at, linear.number());
    if (symbol == null && patched) {
      return;
    }
    fillTarget(fixup.type, (int) at, symbol, linear.number());
    if (symbol != null && isResolved(fixup.type, symbol)) {
      return;
    }
    Symbol made = symbol == null ? null : symbol(symbol);
    relocations.add(new Relocation(at, fixup.type, made, linear.number()));
    if (fixup.relax && symbol != null) {
      relocations.add(new Relocation(at, RelocationType.RELAX.number(), null, linear.number()));
    }
  }

  /** An alias of a label stays a symbol of its own; other equated symbols become their value. */
  private Evaluator.Linear linear(Expression value) {
    Evaluator.Linear linear = evaluator.linear(value);
    AsmSymbol alias = aliasIn(value);
    if (alias != null
        && linear.minus() == null
        && linear.plus() != null
        && linear.plus().section != null) {
      long own = evaluator.linear(new Expression.Reference(alias)).number();
      return new Evaluator.Linear(alias, null, linear.number() - own);
    }
    return linear;
  }

  /**
   * The equated symbol of {@code symbol}, {@code symbol + n}, {@code n + symbol}, {@code symbol -
   * n}.
   */
  private static @Nullable AsmSymbol aliasIn(Expression value) {
    return switch (value) {
      case Expression.Reference r -> r.symbol().value != null ? r.symbol() : null;
      case Expression.Binary b -> aliasIn(b);
      case Expression.Number n -> null;
      case Expression.Unary u -> null;
    };
  }

  private static @Nullable AsmSymbol aliasIn(Expression.Binary value) {
    return switch (value.operator()) {
      case ADD ->
          value.left() instanceof Expression.Number
              ? aliasIn(value.right())
              : value.right() instanceof Expression.Number ? aliasIn(value.left()) : null;
      case SUBTRACT -> value.right() instanceof Expression.Number ? aliasIn(value.left()) : null;
      default -> null;
    };
  }

  /** The parts of an absolute address are filled in, as is the addend where there is a symbol. */
  private boolean patchConstant(int type, int at, long value) {
    Immediate layout;
    long part;
    if (type == RelocationType.HI20.number()) {
      layout = Immediate.U;
      part = value + 0x800 & ~0xfffL;
    } else if (type == RelocationType.LO12_I.number()) {
      layout = Immediate.I;
      part = value;
    } else if (type == RelocationType.LO12_S.number()) {
      layout = Immediate.S;
      part = value;
    } else {
      return false;
    }
    int word = LittleEndian.i32(bytes, at);
    LittleEndian.set(bytes, at, 4, word | layout.encode((int) part));
    return true;
  }

  private static Immediate branchLayout(int type) {
    return type == RelocationType.JAL.number()
        ? Immediate.J
        : type == RelocationType.BRANCH.number()
            ? Immediate.B
            : type == RelocationType.RVC_JUMP.number()
                ? Immediate.C_J
                : type == RelocationType.RVC_BRANCH.number() ? Immediate.C_B : Immediate.NONE;
  }

  /** A jump's distance is filled in so that a disassembly of the object shows where it goes. */
  private void fillTarget(int type, int at, @Nullable AsmSymbol symbol, long addend) {
    Immediate layout = branchLayout(type);
    if (layout == Immediate.NONE || symbol == null) {
      return;
    }
    long value = resolve(symbol, addend).value;
    int width = layout == Immediate.C_J || layout == Immediate.C_B ? 2 : 4;
    int old = width == 4 ? LittleEndian.i32(bytes, at) : LittleEndian.u16(bytes, at);
    LittleEndian.set(bytes, at, width, old | layout.encode((int) (value - at)));
  }

  private void applyData(Fixup fixup, long at) {
    Expression value = fixup.value;
    if (value == null) {
      return;
    }
    Evaluator.Linear linear = linear(value);
    AsmSymbol plus = linear.plus();
    AsmSymbol minus = linear.minus();
    if (plus != null && minus != null) {
      boolean same = plus.section != null && plus.section == minus.section;
      if (!same || isCode(plus)) {
        difference(fixup, at, plus, minus, linear.number());
        return;
      }
      linear = evaluator.collapse(linear);
    }
    if (linear.isNumber()) {
      LittleEndian.set(bytes, (int) at, fixup.width, linear.number());
      return;
    }
    if (plus == null) {
      throw new AssemblyException("can't resolve value; symbol is only subtracted");
    }
    RelocationType type =
        switch (fixup.width) {
          case 4 -> RelocationType.ABS32;
          case 8 -> RelocationType.ABS64;
          default ->
              throw new AssemblyException(
                  "cannot represent BFD_RELOC_" + 8 * fixup.width + " relocation in object file");
        };
    relocate(at, type, plus, linear.number());
  }

  private static boolean isCode(AsmSymbol symbol) {
    return symbol.section != null && symbol.section.isCode();
  }

  private void difference(Fixup fixup, long at, AsmSymbol plus, AsmSymbol minus, long addend) {
    RelocationType add;
    RelocationType subtract;
    switch (fixup.width) {
      case 1 -> {
        add = RelocationType.ADD8;
        subtract = RelocationType.SUB8;
      }
      case 2 -> {
        add = RelocationType.ADD16;
        subtract = RelocationType.SUB16;
      }
      case 4 -> {
        add = RelocationType.ADD32;
        subtract = RelocationType.SUB32;
      }
      case 8 -> {
        add = RelocationType.ADD64;
        subtract = RelocationType.SUB64;
      }
      default -> throw new AssemblyException("unsupported size of a difference of symbols");
    }
    relocate(at, add, plus, addend);
    relocate(at, subtract, minus, 0);
  }

  // --- Symbols ----------------------------------------------------------------------------------

  private Symbol symbol(AsmSymbol symbol) {
    Symbol made = symbol.object;
    if (made == null) {
      made = new Symbol(symbol.type == Elf.STT_SECTION ? "" : text(symbol.name));
      symbol.object = made;
      if (symbol.isTemporary() && symbol.type != Elf.STT_SECTION) {
        temporaries.add(symbol);
      }
    }
    symbol.used = true;
    return made;
  }

  private void writeSymbols() {
    for (AsmSymbol symbol : builder.symbols().all()) {
      if (symbol.type == Elf.STT_FILE && symbol.file != null) {
        Symbol made = symbol(symbol);
        made.defineAbsolute(0);
        made.setBinding(Elf.STB_LOCAL);
        made.setType(Elf.STT_FILE);
        object.addSymbol(made);
      }
    }
    for (AsmSymbol symbol : builder.symbols().all()) {
      if (symbol.file == null && wanted(symbol)) {
        define(symbol);
      }
    }
    for (AsmSymbol symbol : temporaries) {
      define(symbol);
    }
    for (AsmSymbols.VersionedName version : builder.symbols().versions()) {
      try {
        defineVersion(version);
      } catch (AssemblyException e) {
        error(String.valueOf(e.getMessage()));
      }
    }
  }

  /** A symbol {@code name@VERSION} beside the plain one; three marks mean two if it is defined. */
  private void defineVersion(AsmSymbols.VersionedName version) {
    AsmSymbol base = version.symbol();
    boolean defined = base.isDefined();
    String name = version.name().replace("@@@", defined ? "@@" : "@");
    Symbol made = new Symbol(text(name));
    if (place(base, made)) {
      made.setType(base.type);
      made.setVisibility(base.visibility);
      made.setBinding(binding(base));
      Symbol plain = base.object;
      made.setSize(plain == null ? 0 : plain.size());
      object.addSymbol(made);
    }
  }

  private static boolean wanted(AsmSymbol symbol) {
    if (symbol.type == Elf.STT_SECTION || symbol.mapping) {
      return true;
    }
    if (symbol.isTemporary()) {
      return false;
    }
    return symbol.isDefined() || symbol.used || symbol.global || symbol.weak;
  }

  private void define(AsmSymbol symbol) {
    where = AsmLocation.NONE;
    Symbol made = symbol(symbol);
    try {
      if (!place(symbol, made)) {
        return;
      }
      Expression size = symbol.size;
      if (size != null) {
        Long value = evaluator.number(size);
        if (value == null) {
          error(".size expression for " + symbol.name + " does not evaluate to a constant");
        } else {
          made.setSize(value);
        }
      }
    } catch (AssemblyException e) {
      error(String.valueOf(e.getMessage()));
      return;
    }
    made.setType(symbol.type);
    made.setVisibility(symbol.visibility);
    made.setVariantCc(symbol.variantCc);
    made.setBinding(binding(symbol));
    object.addSymbol(made);
  }

  private static int binding(AsmSymbol symbol) {
    if (symbol.weak) {
      return Elf.STB_WEAK;
    }
    if (symbol.uniqueGlobal) {
      return Elf.STB_GNU_UNIQUE;
    }
    boolean outside = symbol.global || !symbol.isDefined();
    return outside && symbol.type != Elf.STT_SECTION ? Elf.STB_GLOBAL : Elf.STB_LOCAL;
  }

  /** Gives the symbol its definition; false for an alias of something undefined. */
  private boolean place(AsmSymbol symbol, Symbol made) {
    if (symbol.common) {
      made.defineCommon(symbol.commonSize, symbol.commonAlignment);
      return true;
    }
    if (symbol.section != null) {
      made.define(made(symbol.section), offset(symbol));
      return true;
    }
    if (symbol.value == null) {
      return true;
    }
    Evaluator.Linear value = evaluator.linear(new Expression.Reference(symbol));
    AsmSymbol base = value.plus();
    if (value.isNumber()) {
      made.defineAbsolute(value.number());
      return true;
    }
    if (base == null || value.minus() != null) {
      throw new AssemblyException("can't resolve value of symbol `" + symbol.name + "'");
    }
    if (base.section == null) {
      // References go to what it stands for.
      return symbol.global;
    }
    made.define(made(base.section), offset(base) + value.number());
    symbol.copyAttributes(base);
    return true;
  }

  // --- Attributes -------------------------------------------------------------------------------

  private void writeAttributes() {
    RiscvAttributes attributes = new RiscvAttributes();
    boolean any = builder.options().archAttribute() || !builder.target().attributes().isEmpty();
    if (any) {
      attributes.set(RiscvAttributes.TAG_ARCH, builder.target().attributeIsa().canonical());
      if (builder.target().usesPrivileged()) {
        // Version 1.11, the default of GNU as.
        attributes.set(RiscvAttributes.TAG_PRIV_SPEC, 1);
        attributes.set(RiscvAttributes.TAG_PRIV_SPEC_MINOR, 11);
      }
    }
    for (Map.Entry<Integer, Object> entry : builder.target().attributes().entrySet()) {
      if (entry.getValue() instanceof String s) {
        attributes.set(entry.getKey(), s);
      } else if (entry.getValue() instanceof Long n && n != 0) {
        attributes.set(entry.getKey(), n);
      }
    }
    if (any) {
      object.setAttributes(attributes);
    }
  }
}
