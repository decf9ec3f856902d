package dev.ferry.binutils.tools;

import dev.ferry.binutils.elf.Elf;

/** The names that readelf and objdump print for the numbers of ELF. */
final class ElfNames {
  private ElfNames() {}

  static String sectionType(int type) {
    return switch (type) {
      case Elf.SHT_NULL -> "NULL";
      case Elf.SHT_PROGBITS -> "PROGBITS";
      case Elf.SHT_SYMTAB -> "SYMTAB";
      case Elf.SHT_STRTAB -> "STRTAB";
      case Elf.SHT_RELA -> "RELA";
      case Elf.SHT_HASH -> "HASH";
      case Elf.SHT_DYNAMIC -> "DYNAMIC";
      case Elf.SHT_NOTE -> "NOTE";
      case Elf.SHT_NOBITS -> "NOBITS";
      case Elf.SHT_REL -> "REL";
      case Elf.SHT_SHLIB -> "SHLIB";
      case Elf.SHT_DYNSYM -> "DYNSYM";
      case Elf.SHT_INIT_ARRAY -> "INIT_ARRAY";
      case Elf.SHT_FINI_ARRAY -> "FINI_ARRAY";
      case Elf.SHT_PREINIT_ARRAY -> "PREINIT_ARRAY";
      case Elf.SHT_GROUP -> "GROUP";
      case Elf.SHT_SYMTAB_SHNDX -> "SYMTAB SECTION INDICES";
      case Elf.SHT_RELR -> "RELR";
      case Elf.SHT_GNU_ATTRIBUTES -> "GNU_ATTRIBUTES";
      case Elf.SHT_GNU_HASH -> "GNU_HASH";
      case Elf.SHT_GNU_LIBLIST -> "GNU_LIBLIST";
      case Elf.SHT_GNU_VERDEF -> "VERDEF";
      case Elf.SHT_GNU_VERNEED -> "VERNEED";
      case Elf.SHT_GNU_VERSYM -> "VERSYM";
      case Elf.SHT_RISCV_ATTRIBUTES -> "RISCV_ATTRIBUTES";
      default ->
          type >= 0x70000000
              ? "LOPROC+0x" + Integer.toHexString(type - 0x70000000)
              : type >= 0x60000000
                  ? "LOOS+0x" + Integer.toHexString(type - 0x60000000)
                  : type < 0
                      ? "LOUSER+0x" + Integer.toHexString(type - 0x80000000)
                      : String.format("%08x: <unknown>", type);
    };
  }

  /**
   * The letters of readelf's key; W A X M S I L O G T C, then what is left.
   *
   * @param gnu whether the file's OS/ABI is GNU, which gives bit 21 its name
   */
  static String sectionFlags(long flags, boolean gnu) {
    StringBuilder out = new StringBuilder();
    long rest = flags;
    String letters = "WAXxMSILOGTC";
    long processor = 0xf0000000L & ~Elf.SHF_EXCLUDE;
    long os = 0x0ff00000L;
    for (int bit = 0; bit < 12; bit++) {
      long mask = 1L << bit;
      if (bit != 3 && (rest & mask) != 0) {
        out.append(letters.charAt(bit));
        rest &= ~mask;
      }
    }
    if ((rest & Elf.SHF_EXCLUDE) != 0) {
      out.append('E');
      rest &= ~Elf.SHF_EXCLUDE;
    }
    if (gnu && (rest & Elf.SHF_GNU_RETAIN) != 0) {
      out.append('R');
      rest &= ~Elf.SHF_GNU_RETAIN;
    }
    if ((rest & Elf.SHF_GNU_MBIND) != 0) {
      out.append('D');
      rest &= ~Elf.SHF_GNU_MBIND;
    }
    if ((rest & os) != 0) {
      out.append('o');
      rest &= ~os;
    }
    if ((rest & processor) != 0) {
      out.append('p');
      rest &= ~processor;
    }
    return rest != 0 ? out.append('x').toString() : out.toString();
  }

  static String segmentType(int type) {
    return switch (type) {
      case Elf.PT_NULL -> "NULL";
      case Elf.PT_LOAD -> "LOAD";
      case Elf.PT_DYNAMIC -> "DYNAMIC";
      case Elf.PT_INTERP -> "INTERP";
      case Elf.PT_NOTE -> "NOTE";
      case Elf.PT_SHLIB -> "SHLIB";
      case Elf.PT_PHDR -> "PHDR";
      case Elf.PT_TLS -> "TLS";
      case Elf.PT_GNU_EH_FRAME -> "GNU_EH_FRAME";
      case Elf.PT_GNU_STACK -> "GNU_STACK";
      case Elf.PT_GNU_RELRO -> "GNU_RELRO";
      case Elf.PT_GNU_PROPERTY -> "GNU_PROPERTY";
      case Elf.PT_RISCV_ATTRIBUTES -> "RISCV_ATTRIBUTES";
      default ->
          type >= 0x70000000
              ? "LOPROC+0x" + Integer.toHexString(type - 0x70000000)
              : type >= 0x60000000
                  ? "LOOS+0x" + Integer.toHexString(type - 0x60000000)
                  : "<unknown>: " + Integer.toHexString(type);
    };
  }

  static String symbolType(int type) {
    return switch (type) {
      case Elf.STT_NOTYPE -> "NOTYPE";
      case Elf.STT_OBJECT -> "OBJECT";
      case Elf.STT_FUNC -> "FUNC";
      case Elf.STT_SECTION -> "SECTION";
      case Elf.STT_FILE -> "FILE";
      case Elf.STT_COMMON -> "COMMON";
      case Elf.STT_TLS -> "TLS";
      case Elf.STT_GNU_IFUNC -> "IFUNC";
      default ->
          type >= 13
              ? "<processor specific>: " + type
              : type >= 10 ? "<OS specific>: " + type : "<unknown>: " + type;
    };
  }

  static String symbolBinding(int binding) {
    return switch (binding) {
      case Elf.STB_LOCAL -> "LOCAL";
      case Elf.STB_GLOBAL -> "GLOBAL";
      case Elf.STB_WEAK -> "WEAK";
      case Elf.STB_GNU_UNIQUE -> "UNIQUE";
      default ->
          binding >= 13
              ? "<processor specific>: " + binding
              : binding >= 10 ? "<OS specific>: " + binding : "<unknown>: " + binding;
    };
  }

  static String visibility(int visibility) {
    return switch (visibility) {
      case Elf.STV_DEFAULT -> "DEFAULT";
      case Elf.STV_INTERNAL -> "INTERNAL";
      case Elf.STV_HIDDEN -> "HIDDEN";
      default -> "PROTECTED";
    };
  }

  static String dynamicTag(long tag) {
    if (tag < Integer.MIN_VALUE || tag > Integer.MAX_VALUE) {
      return "<unknown>: " + Long.toHexString(tag);
    }
    return switch ((int) tag) {
      case Elf.DT_NULL -> "NULL";
      case Elf.DT_NEEDED -> "NEEDED";
      case Elf.DT_PLTRELSZ -> "PLTRELSZ";
      case Elf.DT_PLTGOT -> "PLTGOT";
      case Elf.DT_HASH -> "HASH";
      case Elf.DT_STRTAB -> "STRTAB";
      case Elf.DT_SYMTAB -> "SYMTAB";
      case Elf.DT_RELA -> "RELA";
      case Elf.DT_RELASZ -> "RELASZ";
      case Elf.DT_RELAENT -> "RELAENT";
      case Elf.DT_STRSZ -> "STRSZ";
      case Elf.DT_SYMENT -> "SYMENT";
      case Elf.DT_INIT -> "INIT";
      case Elf.DT_FINI -> "FINI";
      case Elf.DT_SONAME -> "SONAME";
      case Elf.DT_RPATH -> "RPATH";
      case Elf.DT_SYMBOLIC -> "SYMBOLIC";
      case 17 -> "REL";
      case 18 -> "RELSZ";
      case 19 -> "RELENT";
      case Elf.DT_PLTREL -> "PLTREL";
      case Elf.DT_DEBUG -> "DEBUG";
      case Elf.DT_TEXTREL -> "TEXTREL";
      case Elf.DT_JMPREL -> "JMPREL";
      case Elf.DT_BIND_NOW -> "BIND_NOW";
      case Elf.DT_INIT_ARRAY -> "INIT_ARRAY";
      case Elf.DT_FINI_ARRAY -> "FINI_ARRAY";
      case Elf.DT_INIT_ARRAYSZ -> "INIT_ARRAYSZ";
      case Elf.DT_FINI_ARRAYSZ -> "FINI_ARRAYSZ";
      case Elf.DT_RUNPATH -> "RUNPATH";
      case Elf.DT_FLAGS -> "FLAGS";
      case Elf.DT_PREINIT_ARRAY -> "PREINIT_ARRAY";
      case Elf.DT_PREINIT_ARRAYSZ -> "PREINIT_ARRAYSZ";
      case 35 -> "RELRSZ";
      case 36 -> "RELR";
      case 37 -> "RELRENT";
      case Elf.DT_GNU_HASH -> "GNU_HASH";
      case Elf.DT_VERSYM -> "VERSYM";
      case Elf.DT_RELACOUNT -> "RELACOUNT";
      case Elf.DT_FLAGS_1 -> "FLAGS_1";
      case Elf.DT_VERDEF -> "VERDEF";
      case Elf.DT_VERDEFNUM -> "VERDEFNUM";
      case Elf.DT_VERNEED -> "VERNEED";
      case Elf.DT_VERNEEDNUM -> "VERNEEDNUM";
      case 0x70000001 -> "RISCV_VARIANT_CC";
      default -> "<unknown>: " + Long.toHexString(tag);
    };
  }

  static String floatAbi(int flags) {
    return switch (flags & Elf.EF_RISCV_FLOAT_ABI) {
      case Elf.EF_RISCV_FLOAT_ABI_SOFT -> "soft-float ABI";
      case Elf.EF_RISCV_FLOAT_ABI_SINGLE -> "single-float ABI";
      case Elf.EF_RISCV_FLOAT_ABI_DOUBLE -> "double-float ABI";
      default -> "quad-float ABI";
    };
  }
}
