package dev.ferry.binutils.asm;

import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.binutils.elf.RelocationType;
import dev.ferry.isa.Compressor;
import dev.ferry.isa.Encoder;
import dev.ferry.isa.Form;
import dev.ferry.isa.Immediate;
import dev.ferry.isa.Opcode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
  private final AsmTarget target;
  private final AsmSymbols symbols = new AsmSymbols();
  private final AsmSections sections;
  private final MappingSymbols mapping;
  private final Evaluator evaluator = new Evaluator();
  private final List<AsmMessage> messages = new ArrayList<>();
  private final LineTable lines;
  private final CallFrames frames;

  private AsmLocation location = AsmLocation.NONE;
  private int errors;

  // Reads assembly text that is put in between; made when first needed.
  private @Nullable Assembler embedded;

  /** A builder for an object with this name, for messages. */
  public ObjectBuilder(String name, AssemblerOptions options) {
    this.name = name;
    this.options = options;
    this.target = new AsmTarget(options);
    this.sections = new AsmSections(target, symbols);
    this.mapping = new MappingSymbols(options.mappingSymbols(), symbols);
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

  LineTable lines() {
    return lines;
  }

  CallFrames frames() {
    return frames;
  }

  AsmTarget target() {
    return target;
  }

  AsmSections sections() {
    return sections;
  }

  AsmSymbols symbols() {
    return symbols;
  }

  AsmSection current() {
    return sections.current();
  }

  AsmLocation location() {
    return location;
  }

  void setLocation(AsmLocation location) {
    this.location = location;
  }

  int xlen() {
    return target.xlen();
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

  // --- Sections ---------------------------------------------------------------------------------

  @Override
  public void text() {
    sections.enter(sections.text());
  }

  @Override
  public void data() {
    sections.enter(sections.data());
  }

  @Override
  public void bss() {
    sections.enter(sections.bss());
  }

  @Override
  public void section(String sectionName, int type, long flags, int entrySize, String group) {
    AsmSection section =
        sections.open(
            sectionName, type, flags, entrySize, group.isEmpty() ? null : group, null, -1);
    section.comdat = !group.isEmpty();
    sections.enter(section);
  }

  // --- Symbols ----------------------------------------------------------------------------------

  @Override
  public AsmSymbol symbol(String symbolName) {
    return symbols.get(symbolName);
  }

  /** A symbol without a name at the current place. */
  AsmSymbol here() {
    AsmSymbol symbol = new AsmSymbol(".L0 ", true);
    current().place(symbol);
    return symbol;
  }

  @Override
  public void label(AsmSymbol symbol) {
    if (symbol.isDefined()) {
      throw new AssemblyException("symbol `" + symbol.name + "' is already defined");
    }
    AsmSection section = current();
    section.place(symbol);
    if ((section.flags & Elf.SHF_TLS) != 0 && symbol.type != Elf.STT_SECTION) {
      symbol.type = Elf.STT_TLS;
    }
  }

  @Override
  public void equate(AsmSymbol symbol, Expression value) {
    symbols.equate(symbol, value);
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
    symbols.versions().add(new AsmSymbols.VersionedName(symbol, name));
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
      sections.in(sections.bss(), () -> localCommon(symbol, size, alignment));
      return;
    }
    symbol.common = true;
    symbol.commonSize = size;
    symbol.commonAlignment = alignment;
    symbol.type = symbol.type == Elf.STT_NOTYPE ? Elf.STT_OBJECT : symbol.type;
    symbol.global = true;
  }

  private void localCommon(AsmSymbol symbol, long size, long alignment) {
    AsmSection bss = current();
    bss.alignment = Math.max(bss.alignment, alignment);
    // Behind what .bss itself holds, as in GNU as.
    sections.enterSubsection(1, false);
    alignTo(alignment, 0, 0, 1);
    current().place(symbol);
    symbol.type = symbol.type == Elf.STT_NOTYPE ? Elf.STT_OBJECT : symbol.type;
    symbol.size = new Expression.Number(size);
    current().fill(size, 1, 0);
  }

  @Override
  public void sourceFile(String fileName) {
    AsmSymbol symbol = new AsmSymbol(fileName, false);
    symbol.type = Elf.STT_FILE;
    symbol.value = new Expression.Number(0);
    symbol.file = fileName;
    symbols.add(symbol);
  }

  @Override
  public void ident(String text) {
    AsmSection comment = sections.find(".comment");
    if (comment == null) {
      comment = sections.open(".comment", Elf.SHT_PROGBITS, Elf.SHF_MERGE | Elf.SHF_STRINGS, 1);
      comment.put(1, 0);
    }
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    comment.put(bytes, 0, bytes.length);
    comment.put(1, 0);
  }

  // --- Data -------------------------------------------------------------------------------------

  /** Data follows here. */
  void mapData() {
    mapping.data(current());
  }

  @Override
  public void data(int width, long value) {
    mapData();
    current().put(width, value);
  }

  @Override
  public void data(int width, Expression value) {
    if (value instanceof Expression.Number n) {
      data(width, n.value());
      return;
    }
    mapData();
    addFixup(Fixup.DATA, width, value, false);
    current().put(width, 0);
  }

  @Override
  public void bytes(byte[] bytes, int from, int length) {
    mapData();
    current().put(bytes, from, length);
  }

  @Override
  public void zeros(long count) {
    mapData();
    current().fill(count, 1, 0);
  }

  void fill(long count, int width, long pattern) {
    mapData();
    current().fill(count, width, pattern);
    if (current().isCode()) {
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
      current().put(bytes, 0, size);
      return;
    }
    Fragment fragment = fragment(Fragment.Kind.LEB128);
    fragment.expression = value;
    fragment.signed = signed;
  }

  private Fragment fragment(Fragment.Kind kind) {
    AsmSection section = current();
    Fragment fragment = new Fragment(kind, section.size, location);
    section.fragments.add(fragment);
    return fragment;
  }

  /** Marks that the linker may change distances across this place. */
  void breakDistances() {
    AsmSection section = current();
    List<Fragment> all = section.fragments;
    if (all.isEmpty()
        || all.getLast().kind != Fragment.Kind.BREAK
        || all.getLast().fixed != section.size) {
      fragment(Fragment.Kind.BREAK);
    }
  }

  private void addFixup(int type, int width, @Nullable Expression value, boolean relaxable) {
    AsmSection section = current();
    section.fixups.add(
        new Fixup(section.size, section.fragments.size(), type, width, value, relaxable, location));
  }

  void addRelocation(AsmSection section, int offset, int fragment, int type, Expression value) {
    section.fixups.add(new Fixup(offset, fragment, type, 0, value, false, location));
  }

  // --- Alignment --------------------------------------------------------------------------------

  @Override
  public void align(int bytes) {
    if (current().isCode()) {
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
    current().alignment = Math.max(current().alignment, alignment);
  }

  /**
   * Pads with nops. If the linker relaxes, it also decides how many remain: the most that may be
   * needed are there, under R_RISCV_ALIGN (psABI, "Alignment").
   */
  void alignCode(long alignment, int limit) {
    int unit = target.compresses() ? 2 : 4;
    if (alignment > unit && target.relaxes()) {
      mapping.code(current(), target.archText());
      int worst = (int) (alignment - unit);
      addFixup(RelocationType.ALIGN.number(), 0, new Expression.Number(worst), false);
      byte[] nops = nops(worst);
      current().put(nops, 0, worst);
      breakDistances();
    } else if (alignment > 1 && !(target.relaxes() && alignment <= unit)) {
      mapping.code(current(), target.archText());
      Fragment fragment = fragment(Fragment.Kind.CODE_ALIGN);
      fragment.alignment = alignment;
      fragment.limit = limit;
    }
    current().alignment = Math.max(current().alignment, alignment);
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
    if (current().isNobits()) {
      throw new AssemblyException(
          "attempt to store non-zero value in section `" + current().name + "'");
    }
    mapping.code(current(), target.archText());
    lines.beforeInstruction();
  }

  @Override
  public void instruction(Opcode opcode, int rd, int rs1, int rs2, int imm) {
    switch (opcode) {
      case MRET, SRET, WFI, SFENCE_VMA -> target.usePrivileged();
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
    if (target.compresses()) {
      int half = Compressor.compress(opcode, rd, rs1, rs2, imm, xlen(), target.extensions());
      if (half >= 0) {
        word(half, 2);
        return;
      }
    }
    try {
      word(Encoder.encode(opcode, rd, rs1, rs2, imm), 4);
    } catch (IllegalArgumentException e) {
      throw new AssemblyException(String.valueOf(e.getMessage()));
    }
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
        target.usePrivileged();
      }
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
    current().put(length, word);
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
    current().put(length, word);
  }

  /** Instruction bytes whose constant is a part of an address. */
  void instructionWith(int word, RelocationOperator part, boolean isStore, Expression value) {
    beforeInstruction();
    AsmSymbol symbol = part.isThreadLocal() ? value.leading() : null;
    if (symbol != null) {
      symbol.type = Elf.STT_TLS;
    }
    addFixup(part.relocation(isStore).number(), 4, value, part.isRelaxable() && target.relaxes());
    current().put(4, word);
    if (part.breaksDistances()) {
      breakDistances();
    }
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
            && target().compresses()
            && Compressor.compress(opcode, rd, rs1, rs2, 0, xlen(), target().extensions()) >= 0;
  }

  @Override
  public void call(int link, int scratch, AsmSymbol target, long addend) {
    callTo(link, scratch, Expression.of(target, addend));
  }

  /** A call of an expression. */
  void callTo(int link, int scratch, Expression target) {
    beforeInstruction();
    addFixup(RelocationType.CALL_PLT.number(), 4, target, target().relaxes());
    current().put(4, Encoder.fields(Opcode.AUIPC, scratch, 0, 0, 0, 0));
    current().put(4, Encoder.fields(Opcode.JALR, link, scratch, 0, 0, 0));
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
    ConstantLoad.emit(this, xlen(), rd, value);
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

  /**
   * Lays out, relocates and gives the object. If {@link #hasErrors} is true afterwards, the object
   * is not to be used.
   */
  public ObjectFile finish() {
    try {
      List<AsmSection> all = sections.all();
      for (AsmSection section : all) {
        section.joinParts();
        section.padCode();
      }
      new Layout(evaluator, this::error).run(all);
      int before = all.size();
      lines.generate();
      frames.generate();
      new Layout(evaluator, this::error).run(all.subList(before, all.size()));
      for (String debug : new String[] {".debug_line", ".debug_line_str"}) {
        AsmSection section = sections.find(debug);
        if (section != null && section.id < before) {
          new Layout(evaluator, this::error).run(List.of(section));
        }
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
