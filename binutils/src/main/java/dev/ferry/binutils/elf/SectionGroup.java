package dev.ferry.binutils.elf;

import java.util.ArrayList;
import java.util.List;

/** Sections that are kept or dropped together; a COMDAT is linked once for each signature name. */
public final class SectionGroup {
  private final Symbol signature;
  private final boolean comdat;
  private final List<Section> members = new ArrayList<>();

  public SectionGroup(Symbol signature, boolean comdat) {
    this.signature = signature;
    this.comdat = comdat;
  }

  /** The symbol whose name identifies the group among all files. */
  public Symbol signature() {
    return signature;
  }

  public boolean isComdat() {
    return comdat;
  }

  /** The members in file order; relocation sections go with their section and are not listed. */
  public List<Section> members() {
    return members;
  }

  /** Adds a member and marks it SHF_GROUP. */
  public void add(Section section) {
    members.add(section);
    section.setGroup(this);
    section.setFlags(section.flags() | Elf.SHF_GROUP);
  }
}
