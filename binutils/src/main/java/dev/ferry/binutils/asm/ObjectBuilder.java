package dev.ferry.binutils.asm;

import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.binutils.elf.RelocationType;
import dev.ferry.isa.Compressor;
import dev.ferry.isa.Encoder;
import dev.ferry.isa.Extension;
import dev.ferry.isa.Form;
import dev.ferry.isa.Immediate;
import dev.ferry.isa.IsaString;
import dev.ferry.isa.Opcode;
import dev.ferry.isa.Registers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds a relocatable object from a stream of assembly. The assembler's parser and a compiler's
 * emitter both drive it; {@link #finish} lays out and relocates. Not for several threads.
 *
 * <p>Methods throw {@link AssemblyException} for operands that cannot be encoded.
 */
public final class ObjectBuilder implements AsmOutput {
  private final String name;
  private final AssemblerOptions options;
  private final Map<String, AsmSymbol> symbolTable = new HashMap<>();
  private final List<AsmSymbol> symbols = new ArrayList<>();
  private final List<AsmSection> sections = new ArrayList<>();
  private final Map<SectionKey, AsmSection> sectionTable = new HashMap<>();
  private final Map<String, AsmSection> firstSections = new HashMap<>();
  private final Deque<SectionState> sectionStack = new ArrayDeque<>();
  private final Deque<TargetState> targetStack = new ArrayDeque<>();
  private final Evaluator evaluator = new Evaluator();
  private final List<AsmMessage> messages = new ArrayList<>();
  private final List<String> idents = new ArrayList<>();
  private final Map<Integer, Object> attributes = new LinkedHashMap<>();
  private final LineTable lines;
  private final CallFrames frames;

  private IsaString isa;
  private String archText;
  private long extensions;
  private boolean compress;
  private boolean relax;
  private boolean resolveBranches;
  private boolean pic;
  private boolean usesCompression;
  private boolean archFromAttribute;
  private boolean privileged;

  private AsmSection current;
  private @Nullable AsmSection previous;
  private @Nullable SectionState previousState;
  private AsmLocation location = AsmLocation.NONE;
  private int errors;

  // What .section finds again: several sections may share a name.
  private record SectionKey(
      String name, @Nullable String group, @Nullable String linkedTo, int uniqueId) {}

  private record SectionState(AsmSection section, @Nullable AsmSection previous) {}

  private record TargetState(
      IsaString isa,
      String archText,
      long extensions,
      boolean compress,
      boolean relax,
      boolean pic) {}

  // Reads assembly text that is put in between; made when first needed.
  private @Nullable Assembler embedded;

  /** A builder for an object with this name, for messages. */
  public ObjectBuilder(String name, AssemblerOptions options) {
    this.name = name;
    this.options = options;
    this.isa = options.isa();
    this.archText = isa.canonical();
    this.extensions = isa.extensions();
    this.compress = Extension.C.in(extensions);
    this.usesCompression = compress;
    this.relax = options.relax();
    this.resolveBranches = options.resolveBranches() && !relax;
    this.pic = options.pic();
    this.current =
        addSection(".text", Elf.SHT_PROGBITS, Elf.SHF_ALLOC | Elf.SHF_EXECINSTR, 0, null);
    current.alignment = compress ? 2 : 4;
    addSection(".data", Elf.SHT_PROGBITS, Elf.SHF_ALLOC | Elf.SHF_WRITE, 0, null);
    addSection(".bss", Elf.SHT_NOBITS, Elf.SHF_ALLOC | Elf.SHF_WRITE, 0, null);
    this.lines = new LineTable(this, options.dwarfVersion());
    this.frames = new CallFrames(this);
  }

  // --- State that parser and writers share ------------------------------------------------------

  AssemblerOptions options() {
    return options;
  }

  Evaluator evaluator() {
    return evaluator;
  }

  /** A name with a version, as {@code .symver} gives it to a symbol. */
  record VersionedName(AsmSymbol symbol, String name) {}

  private final List<VersionedName> versions = new ArrayList<>();

  List<VersionedName> versions() {
    return versions;
  }

  LineTable lines() {
    return lines;
  }

  CallFrames frames() {
    return frames;
  }

  List<AsmSection> sections() {
    return sections;
  }

  List<AsmSymbol> symbols() {
    return symbols;
  }

  List<String> idents() {
    return idents;
  }

  Map<Integer, Object> attributes() {
    return attributes;
  }

  AsmSection current() {
    return current;
  }

  @Nullable AsmSection previous() {
    return previous;
  }

  AsmLocation location() {
    return location;
  }

  void setLocation(AsmLocation location) {
    this.location = location;
  }

  IsaString isa() {
    return isa;
  }

  int xlen() {
    return isa.xlen();
  }

  long extensions() {
    return extensions;
  }

  boolean compresses() {
    return compress;
  }

  /** Whether no byte can move any more: a branch within its section needs no relocation. */
  boolean resolvesBranches() {
    return resolveBranches;
  }

  boolean relaxes() {
    return relax;
  }

  boolean isPic() {
    return pic;
  }

  boolean usesCompression() {
    return usesCompression;
  }

  /** The messages so far: warnings, and errors found by {@link #finish}. */
  public List<AsmMessage> messages() {
    return messages;
  }

  /** Whether an error has been reported. */
  public boolean hasErrors() {
    return errors > 0;
  }

  void error(AsmLocation where, String text) {
    errors++;
    AsmMessage message = new AsmMessage(where.file(), where.line(), true, text);
    if (messages.size() < 10000) {
      messages.add(message);
    }
  }

  void warning(String text) {
    messages.add(new AsmMessage(location.file(), location.line(), false, text));
  }

  // --- Target options ---------------------------------------------------------------------------

  /** {@code .option rvc}, {@code relax}, {@code pic} and their opposites. */
  void setCompress(boolean on) {
    compress = on;
    setIsa(on ? isa.with("c") : isa.without("c"));
  }

  void setRelax(boolean on) {
    resolveBranches &= !on;
    relax = on;
  }

  void setPic(boolean on) {
    pic = on;
  }

  /** {@code .option arch} and {@code .attribute arch}. */
  void setIsa(IsaString value) {
    isa = value;
    archText = isa.canonical();
    extensions = isa.extensions();
    compress = Extension.C.in(extensions);
    usesCompression |= compress;
  }

  /** The ISA of {@code .attribute arch}, which replaces that of the command line. */
  void setArchAttribute(IsaString value) {
    setIsa(value);
    archFromAttribute = true;
    usesCompression = compress;
    attributeIsa = value;
  }

  private @Nullable IsaString attributeIsa;

  IsaString attributeIsa() {
    return archFromAttribute && attributeIsa != null ? attributeIsa : options.isa();
  }

  /** Control registers and privileged instructions depend on a version of their specification. */
  void usePrivileged() {
    privileged = true;
  }

  boolean usesPrivileged() {
    return privileged;
  }

  void pushOptions() {
    targetStack.push(new TargetState(isa, archText, extensions, compress, relax, pic));
  }

  void popOptions() {
    TargetState state = targetStack.poll();
    if (state == null) {
      throw new AssemblyException(".option pop with no .option push");
    }
    isa = state.isa;
    archText = state.archText;
    extensions = state.extensions;
    compress = state.compress;
    relax = state.relax;
    pic = state.pic;
  }

  // --- Sections ---------------------------------------------------------------------------------

  private AsmSection addSection(
      String sectionName, int type, long flags, int entrySize, @Nullable SectionKey key) {
    AsmSection section = new AsmSection(sectionName, sections.size(), type, flags, entrySize);
    sections.add(section);
    firstSections.putIfAbsent(sectionName, section);
    sectionTable.put(key == null ? new SectionKey(sectionName, null, null, -1) : key, section);
    section.startSymbol = startSymbol(section);
    return section;
  }

  /**
   * The section's symbol, which its name means; a symbol of that name mentioned before becomes it.
   */
  private AsmSymbol startSymbol(AsmSection section) {
    AsmSymbol symbol = symbolTable.get(section.name);
    if (symbol == null) {
      symbol = new AsmSymbol(section.name, true);
      symbolTable.put(section.name, symbol);
      remember(symbol);
    } else if (symbol.isDefined()) {
      symbol = new AsmSymbol(section.name, true);
      remember(symbol);
    }
    symbol.section = section;
    symbol.type = Elf.STT_SECTION;
    return symbol;
  }

  /** The symbol of the start of a section. */
  AsmSymbol sectionSymbol(AsmSection section) {
    AsmSymbol symbol = section.startSymbol;
    if (symbol == null) {
      throw new AssemblyException("section without symbol");
    }
    return symbol;
  }

  @Nullable AsmSection findSection(String sectionName) {
    return firstSections.get(sectionName);
  }

  /** Finds or makes a section without going there; attributes of an existing one stay. */
  AsmSection openSection(
      String sectionName,
      int type,
      long flags,
      int entrySize,
      @Nullable String group,
      @Nullable String linkedTo,
      int uniqueId) {
    SectionKey key = new SectionKey(sectionName, group, linkedTo, uniqueId);
    AsmSection section = sectionTable.get(key);
    if (section == null) {
      section = addSection(sectionName, type, flags, entrySize, key);
      section.group = group;
      if (entrySize == 0
          && (type == Elf.SHT_INIT_ARRAY
              || type == Elf.SHT_FINI_ARRAY
              || type == Elf.SHT_PREINIT_ARRAY)) {
        section.entrySize = xlen() / 8;
      }
      section.linkedTo = linkedTo;
      section.uniqueId = uniqueId;
    }
    return section;
  }

  /** Goes on in {@code section}. */
  void enter(AsmSection section) {
    previous = current;
    current = section;
  }

  /** Goes on in a numbered part of the current section; parts are joined in order at the end. */
  void enterSubsection(int number, boolean remember) {
    AsmSection parent = current.parent == null ? current : current.parent;
    if (remember) {
      previous = current;
    }
    if (number == 0) {
      current = parent;
      return;
    }
    AsmSection part = parent.parts.get(number);
    if (part == null) {
      part = new AsmSection(parent.name, -1, parent.type, parent.flags, parent.entrySize);
      part.parent = parent;
      part.mapArch = parent.mapArch;
      parent.parts.put(number, part);
    }
    current = part;
  }

  void enterPrevious() {
    if (previous == null) {
      throw new AssemblyException(".previous without corresponding .section; ignored");
    }
    enter(previous);
  }

  void pushSection() {
    sectionStack.push(new SectionState(current, previous));
  }

  void popSection() {
    SectionState state = sectionStack.poll();
    if (state == null) {
      throw new AssemblyException(".popsection without corresponding .pushsection; ignored");
    }
    enter(state.section);
    previous = state.previous;
  }

  @Override
  public void text() {
    enter(sections.get(0));
  }

  @Override
  public void data() {
    enter(sections.get(1));
  }

  @Override
  public void bss() {
    enter(sections.get(2));
  }

  @Override
  public void section(String sectionName, int type, long flags, int entrySize, String group) {
    AsmSection section =
        openSection(sectionName, type, flags, entrySize, group.isEmpty() ? null : group, null, -1);
    section.comdat = !group.isEmpty();
    enter(section);
  }

  // --- Symbols ----------------------------------------------------------------------------------

  @Override
  public AsmSymbol symbol(String symbolName) {
    AsmSymbol symbol = symbolTable.get(symbolName);
    if (symbol == null) {
      symbol = new AsmSymbol(symbolName, false);
      symbolTable.put(symbolName, symbol);
      remember(symbol);
    }
    return symbol;
  }

  @Nullable AsmSymbol findSymbol(String symbolName) {
    return symbolTable.get(symbolName);
  }

  private void remember(AsmSymbol symbol) {
    symbol.order = symbols.size();
    symbols.add(symbol);
  }

  /** A symbol without a name at the current place. */
  AsmSymbol here() {
    AsmSymbol symbol = new AsmSymbol(".L0 ", true);
    place(symbol);
    return symbol;
  }

  private void place(AsmSymbol symbol) {
    symbol.section = current;
    symbol.offset = current.size;
    symbol.fragment = current.fragments.size();
    if (current.parent != null) {
      current.labels.add(symbol);
    }
  }

  @Override
  public void label(AsmSymbol symbol) {
    if (symbol.isDefined()) {
      throw new AssemblyException("symbol `" + symbol.name + "' is already defined");
    }
    place(symbol);
    if ((current.flags & Elf.SHF_TLS) != 0 && symbol.type != Elf.STT_SECTION) {
      symbol.type = Elf.STT_TLS;
    }
  }

  @Override
  public void equate(AsmSymbol symbol, Expression value) {
    AsmSymbol target = symbol;
    if (symbol.section != null || symbol.common) {
      throw new AssemblyException("symbol `" + symbol.name + "' is already defined");
    }
    if (symbol.value != null && !(symbol.value instanceof Expression.Number)) {
      // Earlier uses keep the old value.
      target = renew(symbol);
    }
    if (value instanceof Expression.Reference r && r.symbol().anonymous && r.symbol().isLabel()) {
      // `.set x, .' is a label.
      target.value = null;
      target.section = r.symbol().section;
      target.offset = r.symbol().offset;
      target.fragment = r.symbol().fragment;
      return;
    }
    target.value = value;
    if (value instanceof Expression.Reference r && r.symbol().isLabel()) {
      // An alias of something already defined takes over what is known of it now.
      target.copyAttributes(r.symbol());
    }
  }

  private AsmSymbol renew(AsmSymbol old) {
    AsmSymbol symbol = new AsmSymbol(old.name, false);
    symbol.global = old.global;
    symbol.weak = old.weak;
    symbol.type = old.type;
    symbol.visibility = old.visibility;
    symbolTable.put(old.name, symbol);
    symbols.set(old.order, symbol);
    symbol.order = old.order;
    return symbol;
  }

  /** Makes a label redefinable as numeric labels and `.set` on labels need. */
  void undefine(AsmSymbol symbol) {
    symbol.section = null;
    symbol.value = null;
  }

  @Override
  public void global(AsmSymbol symbol) {
    symbol.global = true;
    symbol.explicitLocal = false;
  }

  @Override
  public void local(AsmSymbol symbol) {
    symbol.explicitLocal = true;
    symbol.global = false;
  }

  @Override
  public void weak(AsmSymbol symbol) {
    symbol.weak = true;
  }

  @Override
  public void visibility(AsmSymbol symbol, int visibility) {
    symbol.visibility = visibility;
  }

  @Override
  public void version(AsmSymbol symbol, String name) {
    versions.add(new VersionedName(symbol, name));
  }

  @Override
  public void type(AsmSymbol symbol, int type) {
    symbol.type = type;
  }

  @Override
  public void size(AsmSymbol symbol, Expression size) {
    symbol.size = size;
  }

  @Override
  public void common(AsmSymbol symbol, long size, long alignment, boolean isLocal) {
    if (symbol.isLabel() || symbol.value != null) {
      throw new AssemblyException("symbol `" + symbol.name + "' is already defined");
    }
    if (isLocal) {
      AsmSection bss = sections.get(2);
      AsmSection saved = current;
      AsmSection savedPrevious = previous;
      current = bss;
      bss.alignment = Math.max(bss.alignment, alignment);
      // Behind what .bss itself holds, as in GNU as.
      enterSubsection(1, false);
      alignTo(alignment, 0, 0, 1);
      place(symbol);
      symbol.type = symbol.type == Elf.STT_NOTYPE ? Elf.STT_OBJECT : symbol.type;
      symbol.size = new Expression.Number(size);
      current.fill(size, 1, 0);
      current = saved;
      previous = savedPrevious;
      return;
    }
    symbol.common = true;
    symbol.commonSize = size;
    symbol.commonAlignment = alignment;
    symbol.type = symbol.type == Elf.STT_NOTYPE ? Elf.STT_OBJECT : symbol.type;
    symbol.global = true;
  }

  @Override
  public void sourceFile(String fileName) {
    AsmSymbol symbol = new AsmSymbol(fileName, false);
    symbol.type = Elf.STT_FILE;
    symbol.value = new Expression.Number(0);
    symbol.file = fileName;
    remember(symbol);
  }

  @Override
  public void ident(String text) {
    idents.add(text);
    AsmSection comment = findSection(".comment");
    if (comment == null) {
      comment =
          openSection(
              ".comment", Elf.SHT_PROGBITS, Elf.SHF_MERGE | Elf.SHF_STRINGS, 1, null, null, -1);
      comment.put(1, 0);
    }
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    comment.put(bytes, 0, bytes.length);
    comment.put(1, 0);
  }

  // --- Mapping symbols --------------------------------------------------------------------------

  private static final int MAP_DATA = 1;
  private static final int MAP_CODE = 2;

  private void mapCode() {
    AsmSection section = current;
    if (section.isCode()
        && options.mappingSymbols()
        && (section.mapState != MAP_CODE || !archText.equals(section.mapArch))) {
      boolean same = archText.equals(section.mapArch);
      section.mapState = MAP_CODE;
      section.mapArch = archText;
      mappingSymbol(same ? "$x" : "$x" + archText);
    }
  }

  void mapData() {
    if (current.isCode() && options.mappingSymbols() && current.mapState != MAP_DATA) {
      current.mapState = MAP_DATA;
      mappingSymbol("$d");
    }
  }

  private void mappingSymbol(String symbolName) {
    AsmSymbol symbol = new AsmSymbol(symbolName, false);
    symbol.mapping = true;
    place(symbol);
    AsmSymbol last = current.lastMapping;
    if (last != null && last.offset == symbol.offset && last.fragment == symbol.fragment) {
      symbols.set(last.order, symbol);
      symbol.order = last.order;
    } else {
      remember(symbol);
    }
    current.lastMapping = symbol;
  }

  // --- Data -------------------------------------------------------------------------------------

  @Override
  public void data(int width, long value) {
    mapData();
    current.put(width, value);
  }

  @Override
  public void data(int width, Expression value) {
    if (value instanceof Expression.Number n) {
      data(width, n.value());
      return;
    }
    mapData();
    addFixup(Fixup.DATA, width, value, false);
    current.put(width, 0);
  }

  @Override
  public void bytes(byte[] bytes, int from, int length) {
    mapData();
    current.put(bytes, from, length);
  }

  @Override
  public void zeros(long count) {
    mapData();
    current.fill(count, 1, 0);
  }

  void fill(long count, int width, long pattern) {
    mapData();
    current.fill(count, width, pattern);
    if (current.isCode()) {
      breakDistances();
    }
  }

  void fill(Expression count, int width, long pattern) {
    mapData();
    Fragment fragment = fragment(Fragment.Kind.FILL);
    fragment.expression = count;
    fragment.width = width;
    fragment.pattern = pattern;
  }

  void org(Expression target, long pattern) {
    Fragment fragment = fragment(Fragment.Kind.ORG);
    fragment.expression = target;
    fragment.pattern = pattern;
  }

  @Override
  public void leb128(Expression value, boolean signed) {
    mapData();
    if (value instanceof Expression.Number n) {
      int size = Leb128.size(n.value(), signed);
      byte[] bytes = new byte[size];
      Leb128.write(bytes, 0, size, n.value(), signed);
      current.put(bytes, 0, size);
      return;
    }
    Fragment fragment = fragment(Fragment.Kind.LEB128);
    fragment.expression = value;
    fragment.signed = signed;
  }

  private Fragment fragment(Fragment.Kind kind) {
    Fragment fragment = new Fragment(kind, current.size, location);
    current.fragments.add(fragment);
    return fragment;
  }

  /** Marks that the linker may change distances across this place. */
  void breakDistances() {
    List<Fragment> all = current.fragments;
    if (all.isEmpty()
        || all.getLast().kind != Fragment.Kind.BREAK
        || all.getLast().fixed != current.size) {
      fragment(Fragment.Kind.BREAK);
    }
  }

  private void addFixup(int type, int width, @Nullable Expression value, boolean relaxable) {
    current.fixups.add(
        new Fixup(current.size, current.fragments.size(), type, width, value, relaxable, location));
  }

  void addRelocation(AsmSection section, int offset, int fragment, int type, Expression value) {
    section.fixups.add(new Fixup(offset, fragment, type, 0, value, false, location));
  }

  // --- Alignment --------------------------------------------------------------------------------

  @Override
  public void align(int bytes) {
    if (current.isCode()) {
      alignCode(bytes, 0);
    } else {
      alignTo(bytes, 0, 0, 1);
    }
  }

  /** Pads with a pattern of {@code width} bytes, skipping at most {@code limit} if not 0. */
  void alignTo(long alignment, int limit, long pattern, int width) {
    if (alignment > 1) {
      mapData();
      Fragment fragment = fragment(Fragment.Kind.ALIGN);
      fragment.alignment = alignment;
      fragment.limit = limit;
      fragment.pattern = pattern;
      fragment.width = width;
    }
    current.alignment = Math.max(current.alignment, alignment);
  }

  /**
   * Pads with nops. If the linker relaxes, it also decides how many remain: the most that may be
   * needed are there, under R_RISCV_ALIGN (psABI, "Alignment").
   */
  void alignCode(long alignment, int limit) {
    int unit = compress ? 2 : 4;
    if (alignment > unit && relax) {
      mapCode();
      int worst = (int) (alignment - unit);
      addFixup(RelocationType.ALIGN.number(), 0, new Expression.Number(worst), false);
      byte[] nops = nops(worst);
      current.put(nops, 0, worst);
      breakDistances();
    } else if (alignment > 1 && !(relax && alignment <= unit)) {
      mapCode();
      Fragment fragment = fragment(Fragment.Kind.CODE_ALIGN);
      fragment.alignment = alignment;
      fragment.limit = limit;
    }
    current.alignment = Math.max(current.alignment, alignment);
  }

  /** Nops of this many bytes; the odd ones in front cannot be instructions. */
  static byte[] nops(int count) {
    byte[] bytes = new byte[count];
    int i = count & 1;
    if ((count - i & 2) != 0) {
      bytes[i] = 1;
      i += 2;
    }
    for (; i < count; i += 4) {
      bytes[i] = 0x13;
    }
    return bytes;
  }

  // --- Instructions -----------------------------------------------------------------------------

  private void beforeInstruction() {
    if (current.isNobits()) {
      throw new AssemblyException(
          "attempt to store non-zero value in section `" + current.name + "'");
    }
    mapCode();
    lines.beforeInstruction();
  }

  @Override
  public void instruction(Opcode opcode, int rd, int rs1, int rs2, int imm) {
    switch (opcode) {
      case MRET, SRET, WFI, SFENCE_VMA -> usePrivileged();
      default -> {}
    }
    if (opcode.isCompressed()) {
      int half = Compressor.encode(opcode, rd, rs1, rs2, imm, xlen());
      if (half < 0) {
        throw new AssemblyException("illegal operands `" + opcode.mnemonic() + "'");
      }
      word(half, 2);
      return;
    }
    if (opcode.immediate() == Immediate.CSR || opcode.immediate() == Immediate.CSR_ZIMM) {
      noteControlRegister(opcode, rd, rs1, imm);
    }
    if (compress) {
      int half = Compressor.compress(opcode, rd, rs1, rs2, imm, xlen(), extensions);
      if (half >= 0) {
        word(half, 2);
        return;
      }
    }
    word(encode(opcode, rd, rs1, rs2, imm), 4);
    if (opcode == Opcode.LUI || opcode == Opcode.AUIPC) {
      // As in GNU as, which takes every upper part for one that the linker may delete.
      breakDistances();
    }
  }

  /** Control registers count as privileged unless a pseudo-instruction hides their number. */
  private void noteControlRegister(Opcode opcode, int rd, int rs1, int imm) {
    Form form = AsmPrinter.choose(opcode, new int[] {rd, rs1, 0, 0, imm}, xlen());
    for (Form.Operand operand : form.operands()) {
      if (operand.kind() == Form.Kind.CSR) {
        usePrivileged();
      }
    }
  }

  private static int encode(Opcode opcode, int rd, int rs1, int rs2, int imm) {
    try {
      return Encoder.encode(opcode, rd, rs1, rs2, imm);
    } catch (IllegalArgumentException e) {
      throw new AssemblyException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void instruction(
      Opcode opcode, int rd, int rs1, int rs2, int rs3, int imm, int rm, int ordering) {
    try {
      word(Encoder.encode(opcode, rd, rs1, rs2, rs3, imm, rm) | ordering, 4);
    } catch (IllegalArgumentException e) {
      throw new AssemblyException(String.valueOf(e.getMessage()));
    }
  }

  /** Instruction bytes as they are, as {@code .insn} gives them. */
  void word(long word, int length) {
    beforeInstruction();
    current.put(length, word);
  }

  @Override
  public void instruction(
      Opcode opcode, int rd, int rs1, int rs2, RelocationOperator operator, Expression value) {
    int word = Encoder.fields(opcode, rd, rs1, rs2, 0, 0);
    instructionWith(word, operator, opcode.immediate() == Immediate.S, value);
  }

  /** Instruction bytes with an explicit relocation, such as the target of a fixed jump. */
  void instructionWith(int word, int length, RelocationType type, Expression value) {
    beforeInstruction();
    addFixup(type.number(), length, value, false);
    current.put(length, word);
  }

  /** Instruction bytes whose constant is a part of an address. */
  void instructionWith(int word, RelocationOperator part, boolean isStore, Expression value) {
    beforeInstruction();
    markThreadLocal(part, value);
    addFixup(part.relocation(isStore).number(), 4, value, part.isRelaxable() && relax);
    current.put(4, word);
    if (part.breaksDistances()) {
      breakDistances();
    }
  }

  private static void markThreadLocal(RelocationOperator operator, Expression value) {
    switch (operator) {
      case TPREL_HI, TPREL_LO, TPREL_ADD, TLS_IE_PCREL_HI, TLS_GD_PCREL_HI -> {
        AsmSymbol symbol = leading(value);
        if (symbol != null) {
          symbol.type = Elf.STT_TLS;
        }
      }
      default -> {}
    }
  }

  private static @Nullable AsmSymbol leading(Expression value) {
    return switch (value) {
      case Expression.Reference r -> r.symbol();
      case Expression.Binary b -> leading(b.left());
      case Expression.Number n -> null;
      case Expression.Unary u -> null;
    };
  }

  @Override
  public void branch(Opcode opcode, int rd, int rs1, int rs2, AsmSymbol target, long addend) {
    branchTo(opcode, rd, rs1, rs2, target, addend, opcode != Opcode.JAL || rd == 0);
  }

  /** A branch to a symbol or, without one, to an absolute address. */
  void branchTo(
      Opcode opcode,
      int rd,
      int rs1,
      int rs2,
      @Nullable AsmSymbol target,
      long addend,
      boolean shorten) {
    beforeInstruction();
    Fragment fragment = fragment(Fragment.Kind.BRANCH);
    fragment.opcode = opcode;
    fragment.rd = rd;
    fragment.rs1 = rs1;
    fragment.rs2 = rs2;
    fragment.target = target;
    fragment.addend = addend;
    fragment.compressible =
        shorten
            && compress
            && Compressor.compress(opcode, rd, rs1, rs2, 0, xlen(), extensions) >= 0;
  }

  @Override
  public void call(int link, int scratch, AsmSymbol target, long addend) {
    callTo(link, scratch, Expression.of(target, addend));
  }

  /** A call of an expression. */
  void callTo(int link, int scratch, Expression target) {
    beforeInstruction();
    addFixup(RelocationType.CALL_PLT.number(), 4, target, relax);
    current.put(4, Encoder.fields(Opcode.AUIPC, scratch, 0, 0, 0, 0));
    current.put(4, Encoder.fields(Opcode.JALR, link, scratch, 0, 0, 0));
    breakDistances();
  }

  /** {@code auipc} with a high part and then an instruction with the low part. */
  void pcRelative(
      RelocationOperator high, Expression target, int scratch, Opcode opcode, int rd, int rs2) {
    AsmSymbol label = here();
    instruction(Opcode.AUIPC, scratch, 0, 0, high, target);
    instruction(
        opcode, rd, scratch, rs2, RelocationOperator.PCREL_LO, new Expression.Reference(label));
  }

  @Override
  public void loadLocalAddress(int rd, Expression target) {
    pcRelative(RelocationOperator.PCREL_HI, target, rd, Opcode.ADDI, rd, 0);
  }

  @Override
  public void loadGotAddress(int rd, Expression target) {
    pcRelative(RelocationOperator.GOT_PCREL_HI, target, rd, loadWord(), rd, 0);
  }

  @Override
  public void loadTlsOffset(int rd, Expression target) {
    pcRelative(RelocationOperator.TLS_IE_PCREL_HI, target, rd, loadWord(), rd, 0);
  }

  @Override
  public void loadTlsDescriptorAddress(int rd, Expression target) {
    pcRelative(RelocationOperator.TLS_GD_PCREL_HI, target, rd, Opcode.ADDI, rd, 0);
  }

  private Opcode loadWord() {
    return xlen() == 64 ? Opcode.LD : Opcode.LW;
  }

  @Override
  public void loadConstant(int rd, long value) {
    loadConstant(this, xlen(), rd, value);
  }

  /**
   * The instructions of {@code li} in the shape GNU as gives them: the constant without its low
   * zero bits first, then a shift, then the low 12 bits.
   */
  static void loadConstant(AsmOutput out, int xlen, int rd, long value) {
    if (value >= -2048 && value < 2048) {
      out.instruction(Opcode.ADDI, rd, Registers.ZERO, 0, (int) value);
      return;
    }
    int lower = (int) value << 20 >> 20;
    long upper = value - lower;
    if (xlen > 32 && value != (int) value) {
      int shift = Long.numberOfTrailingZeros(upper);
      loadLarge(out, xlen, rd, upper >> shift);
      out.instruction(Opcode.SLLI, rd, rd, 0, shift);
      if (lower != 0) {
        out.instruction(Opcode.ADDI, rd, rd, 0, lower);
      }
    } else {
      loadLarge(out, xlen, rd, value);
    }
  }

  private static void loadLarge(AsmOutput out, int xlen, int rd, long value) {
    int lower = (int) value << 20 >> 20;
    if (xlen > 32 && value != (int) value) {
      loadConstant(out, xlen, rd, value);
      return;
    }
    int upper = (int) value - lower;
    Opcode add = xlen > 32 ? Opcode.ADDIW : Opcode.ADDI;
    if (upper != 0) {
      out.instruction(Opcode.LUI, rd, 0, 0, upper);
      if (lower != 0) {
        out.instruction(add, rd, rd, 0, lower);
      }
    } else {
      out.instruction(add, rd, Registers.ZERO, 0, lower);
    }
  }

  // --- Lines and call frames --------------------------------------------------------------------

  @Override
  public void source(String text, String file, int line) {
    Assembler front = embedded;
    if (front == null) {
      front = Assembler.over(this);
      embedded = front;
    }
    front.insert(text, file, line);
  }

  @Override
  public void lineFile(int number, String directory, String fileName) {
    lines.file(number, directory.isEmpty() ? null : directory, fileName, null);
  }

  @Override
  public void line(int file, int line, int column) {
    lines.location(file, line, column);
  }

  @Override
  public void cfiSections(boolean ehFrame, boolean debugFrame) {
    frames.sections(ehFrame, debugFrame);
  }

  @Override
  public void cfiStart() {
    frames.start(false);
  }

  @Override
  public void cfiEnd() {
    frames.end();
  }

  @Override
  public void cfiDefineCfa(int register, long offset) {
    frames.defineCfa(register, offset);
  }

  @Override
  public void cfiCfaOffset(long offset) {
    frames.cfaOffset(offset);
  }

  @Override
  public void cfiOffset(int register, long offset) {
    frames.offset(register, offset);
  }

  @Override
  public void cfiRestore(int register) {
    frames.restore(register);
  }

  @Override
  public void cfiRememberState() {
    frames.rememberState();
  }

  @Override
  public void cfiRestoreState() {
    frames.restoreState();
  }

  // --- The end ----------------------------------------------------------------------------------

  /** A section of code ends at a multiple of its alignment. */
  private static void padCode(AsmSection section) {
    if (section.isCode() && section.alignment > 1 && !section.isNobits()) {
      Fragment fragment = new Fragment(Fragment.Kind.CODE_ALIGN, section.size, AsmLocation.NONE);
      fragment.alignment = section.alignment;
      section.fragments.add(fragment);
      section.padded = true;
    }
  }

  /** Runs {@code body} with output going to {@code section}. */
  void inSection(AsmSection section, Runnable body) {
    AsmSection saved = current;
    current = section;
    try {
      body.run();
    } finally {
      current = saved;
    }
  }

  /**
   * Lays out, relocates and gives the object. If {@link #hasErrors} is true afterwards, the object
   * is not to be used.
   */
  public ObjectFile finish() {
    try {
      for (AsmSection section : sections) {
        section.joinParts();
        padCode(section);
      }
      new Layout(evaluator, this::error).run(sections);
      int before = sections.size();
      lines.generate();
      frames.generate();
      new Layout(evaluator, this::error).run(sections.subList(before, sections.size()));
      AsmSection lineSection = findSection(".debug_line");
      if (lineSection != null && lineSection.id < before) {
        new Layout(evaluator, this::error).run(List.of(lineSection));
      }
      AsmSection stringSection = findSection(".debug_line_str");
      if (stringSection != null && stringSection.id < before) {
        new Layout(evaluator, this::error).run(List.of(stringSection));
      }
    } catch (AssemblyException e) {
      error(location, String.valueOf(e.getMessage()));
      return new ObjectFile(name, xlen() == 64);
    }
    return new ObjectWriter(this, name).write();
  }

  /** Where a label came to stand, in bytes from its section's start; after {@link #finish}. */
  public long offset(AsmSymbol label) {
    AsmSection section = label.section;
    if (section == null) {
      throw new IllegalArgumentException(label + " is no label");
    }
    return section.address(label.offset, label.fragment);
  }
}
