package dev.ferry.binutils.elf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A relocatable object in memory: what the assembler and the code generator make and the linker
 * takes, with or without bytes in between. Sections and symbols have dense ids, so that side tables
 * are arrays.
 */
public final class ObjectFile {
  private final String name;
  private final boolean is64;
  private int machine = Elf.EM_RISCV;
  private int type = Elf.ET_REL;
  private int flags;
  private int osAbi;
  private final List<Section> sections = new ArrayList<>();
  private final List<Symbol> symbols = new ArrayList<>();
  private final List<SectionGroup> groups = new ArrayList<>();
  private final Map<String, Section> firstByName = new HashMap<>();
  private @Nullable RiscvAttributes attributes;

  /**
   * An empty object.
   *
   * @param name the file's name for messages, {@code lib.a(member.o)} for an archive member
   * @param is64 ELFCLASS64 (RV64) or ELFCLASS32 (RV32)
   */
  public ObjectFile(String name, boolean is64) {
    this.name = name;
    this.is64 = is64;
  }

  public String name() {
    return name;
  }

  public boolean is64() {
    return is64;
  }

  /** Size of an address in bytes: 4 or 8. */
  public int wordSize() {
    return is64 ? 8 : 4;
  }

  /** EM_ number. */
  public int machine() {
    return machine;
  }

  public void setMachine(int machine) {
    this.machine = machine;
  }

  /** ET_ number. */
  public int type() {
    return type;
  }

  public void setType(int type) {
    this.type = type;
  }

  /** e_flags: EF_RISCV_ bits. */
  public int flags() {
    return flags;
  }

  public void setFlags(int flags) {
    this.flags = flags;
  }

  /** EI_OSABI: 0 System V, 3 GNU; the writer raises it to GNU when a symbol needs that. */
  public int osAbi() {
    return osAbi;
  }

  public void setOsAbi(int osAbi) {
    this.osAbi = osAbi;
  }

  /** In file order; the position in the list is {@link Section#id}. */
  public List<Section> sections() {
    return sections;
  }

  /** In file order without the null symbol; the position in the list is {@link Symbol#id}. */
  public List<Symbol> symbols() {
    return symbols;
  }

  public List<SectionGroup> groups() {
    return groups;
  }

  /** Appends a section. */
  public Section addSection(Section section) {
    section.setId(sections.size());
    sections.add(section);
    firstByName.putIfAbsent(section.name(), section);
    return section;
  }

  /** Appends a symbol. */
  public Symbol addSymbol(Symbol symbol) {
    symbol.setId(symbols.size());
    symbols.add(symbol);
    return symbol;
  }

  public SectionGroup addGroup(SectionGroup group) {
    groups.add(group);
    return group;
  }

  /** The first section of that name, or null. */
  public @Nullable Section section(String name) {
    return firstByName.get(name);
  }

  /** The first symbol of that name, or null; a walk through all. */
  public @Nullable Symbol symbol(String name) {
    for (Symbol symbol : symbols) {
      if (symbol.name().equals(name)) {
        return symbol;
      }
    }
    return null;
  }

  /**
   * The contents of {@code .riscv.attributes}, or null when there is none. The writer makes the
   * section from it.
   */
  public @Nullable RiscvAttributes attributes() {
    return attributes;
  }

  public void setAttributes(@Nullable RiscvAttributes attributes) {
    this.attributes = attributes;
  }

  @Override
  public String toString() {
    return name;
  }
}
