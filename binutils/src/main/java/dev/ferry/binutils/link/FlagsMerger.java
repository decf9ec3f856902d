package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.binutils.elf.RiscvAttributes;
import dev.ferry.binutils.elf.Section;

/**
 * Checks that objects agree on class and ABI, and merges e_flags and build attributes (psABI, "File
 * Header" and "Attributes").
 */
final class FlagsMerger {
  private final Link link;

  FlagsMerger(Link link) {
    this.link = link;
  }

  void merge(ObjectFile object) {
    if (!link.sawObject) {
      link.sawObject = true;
      link.is64 = object.is64();
      link.flags = object.flags();
    } else if (object.is64() != link.is64) {
      throw new LinkException(
          object.name()
              + ": ABI is incompatible with that of the selected emulation:\n  target emulation"
              + " `elf"
              + (object.is64() ? 64 : 32)
              + "-littleriscv' does not match `elf"
              + (link.is64 ? 64 : 32)
              + "-littleriscv'");
    } else {
      mergeFlags(object);
    }
    mergeAttributes(object);
  }

  private void mergeFlags(ObjectFile object) {
    if (!hasCode(object)) {
      return;
    }
    int mine = link.flags & Elf.EF_RISCV_FLOAT_ABI;
    int other = object.flags() & Elf.EF_RISCV_FLOAT_ABI;
    if (mine != other) {
      link.messages.error(
          object.name()
              + ": can't link "
              + floatAbi(other)
              + " modules with "
              + floatAbi(mine)
              + " modules");
      link.messages.error("failed to merge target specific data of file " + object.name());
    }
    if (((link.flags ^ object.flags()) & Elf.EF_RISCV_RVE) != 0) {
      link.messages.error(object.name() + ": can't link RVE with other target");
      link.messages.error("failed to merge target specific data of file " + object.name());
    }
    link.flags |= object.flags() & (Elf.EF_RISCV_RVC | Elf.EF_RISCV_TSO);
  }

  /** A file of data only (a converted binary) carries no ABI that could clash. */
  private static boolean hasCode(ObjectFile object) {
    for (Section section : object.sections()) {
      if (section.hasFlag(Elf.SHF_EXECINSTR) && section.size() > 0) {
        return true;
      }
    }
    return false;
  }

  private static String floatAbi(int flags) {
    return switch (flags) {
      case Elf.EF_RISCV_FLOAT_ABI_SOFT -> "soft-float";
      case Elf.EF_RISCV_FLOAT_ABI_SINGLE -> "single-float";
      case Elf.EF_RISCV_FLOAT_ABI_DOUBLE -> "double-float";
      default -> "quad-float";
    };
  }

  private void mergeAttributes(ObjectFile object) {
    RiscvAttributes theirs = object.attributes();
    if (theirs == null) {
      return;
    }
    RiscvAttributes mine = link.attributes;
    if (mine == null) {
      mine = new RiscvAttributes();
      link.attributes = mine;
    }
    for (RiscvAttributes.Attribute attribute : theirs.all()) {
      mergeAttribute(object, mine, attribute);
    }
  }

  private void mergeAttribute(
      ObjectFile object, RiscvAttributes mine, RiscvAttributes.Attribute attribute) {
    RiscvAttributes.Attribute known = mine.get(attribute.tag());
    String text = attribute.text();
    if (known == null) {
      if (text != null) {
        mine.set(attribute.tag(), text);
      } else {
        mine.set(attribute.tag(), attribute.number());
      }
      return;
    }
    switch (attribute.tag()) {
      case RiscvAttributes.TAG_ARCH -> {
        if (text != null && known.text() != null) {
          mine.set(attribute.tag(), ArchString.merge(known.text(), text));
        }
      }
      case RiscvAttributes.TAG_STACK_ALIGN -> {
        if (known.number() != attribute.number()) {
          link.messages.error(
              object.name()
                  + " use "
                  + attribute.number()
                  + "-byte stack aligned but the output use "
                  + known.number()
                  + "-byte stack aligned");
        }
      }
      case RiscvAttributes.TAG_UNALIGNED_ACCESS ->
          mine.set(attribute.tag(), known.number() | attribute.number());
      default -> {}
    }
  }
}
