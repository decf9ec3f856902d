package dev.ferry.binutils.elf;

import org.jspecify.annotations.Nullable;

/**
 * A section of an object file: its header's fields, its bytes (or, for NOBITS, only a size) and its
 * relocations. The symbol, string, relocation and group tables of the file are no Sections: the
 * reader turns them into the model and the writer makes them again.
 */
public final class Section {
  private final String name;
  private int id = -1;
  private int type;
  private long flags;
  private long alignment = 1;
  private long entrySize;
  private long address;
  private int info;
  private @Nullable Section linkedTo;
  private @Nullable SectionGroup group;
  private Contents contents = new Contents();
  private long nobitsSize;
  private Relocations relocations = new Relocations();

  public Section(String name, int type, long flags, long alignment) {
    this.name = name;
    this.type = type;
    this.flags = flags;
    this.alignment = alignment;
  }

  public String name() {
    return name;
  }

  /** Dense number in its object file, from 0; -1 before it is added to one. */
  public int id() {
    return id;
  }

  void setId(int id) {
    this.id = id;
  }

  /** SHT_ number. */
  public int type() {
    return type;
  }

  public void setType(int type) {
    this.type = type;
  }

  /** SHF_ bits. */
  public long flags() {
    return flags;
  }

  public void setFlags(long flags) {
    this.flags = flags;
  }

  public boolean hasFlag(long flag) {
    return (flags & flag) != 0;
  }

  /** In bytes; a power of two, at least 1. */
  public long alignment() {
    return alignment;
  }

  public void setAlignment(long alignment) {
    this.alignment = alignment;
  }

  /** Size in bytes of an entry in a table or mergeable section, else 0. */
  public long entrySize() {
    return entrySize;
  }

  public void setEntrySize(long entrySize) {
    this.entrySize = entrySize;
  }

  /** Virtual address; 0 in a relocatable file. */
  public long address() {
    return address;
  }

  public void setAddress(long address) {
    this.address = address;
  }

  /** sh_info, for the types the model does not interpret. */
  public int info() {
    return info;
  }

  public void setInfo(int info) {
    this.info = info;
  }

  /** The section that sh_link names, for SHF_LINK_ORDER and tables; or null. */
  public @Nullable Section linkedTo() {
    return linkedTo;
  }

  public void setLinkedTo(@Nullable Section linkedTo) {
    this.linkedTo = linkedTo;
  }

  /** The group it is a member of, or null. */
  public @Nullable SectionGroup group() {
    return group;
  }

  void setGroup(@Nullable SectionGroup group) {
    this.group = group;
  }

  public boolean isNobits() {
    return type == Elf.SHT_NOBITS;
  }

  /** Its bytes; empty for NOBITS. */
  public Contents contents() {
    return contents;
  }

  public void setContents(Contents contents) {
    this.contents = contents;
  }

  /** Size in bytes, of NOBITS sections too. */
  public long size() {
    return isNobits() ? nobitsSize : contents.size();
  }

  /** Sets the size of a NOBITS section, in bytes. */
  public void setNobitsSize(long size) {
    nobitsSize = size;
  }

  public Relocations relocations() {
    return relocations;
  }

  public void setRelocations(Relocations relocations) {
    this.relocations = relocations;
  }

  @Override
  public String toString() {
    return name;
  }
}
