package dev.ferry.binutils.elf;

/**
 * The numbers of the System V gABI, the GNU extensions and the RISC-V psABI, under the names of
 * {@code elf.h}. Plain ints rather than enums, because a file may hold any number and the reader
 * must keep it.
 */
public final class Elf {
  private Elf() {}

  // e_ident[EI_CLASS], e_type, e_machine.
  public static final int ELFCLASS32 = 1;
  public static final int ELFCLASS64 = 2;
  public static final int ELFOSABI_NONE = 0;
  public static final int ELFOSABI_GNU = 3;
  public static final int ET_REL = 1;
  public static final int ET_EXEC = 2;
  public static final int ET_DYN = 3;
  public static final int ET_CORE = 4;
  public static final int EM_RISCV = 243;

  // e_flags of RISC-V.
  public static final int EF_RISCV_RVC = 0x1;
  public static final int EF_RISCV_FLOAT_ABI = 0x6;
  public static final int EF_RISCV_FLOAT_ABI_SOFT = 0x0;
  public static final int EF_RISCV_FLOAT_ABI_SINGLE = 0x2;
  public static final int EF_RISCV_FLOAT_ABI_DOUBLE = 0x4;
  public static final int EF_RISCV_FLOAT_ABI_QUAD = 0x6;
  public static final int EF_RISCV_RVE = 0x8;
  public static final int EF_RISCV_TSO = 0x10;

  // Section types.
  public static final int SHT_NULL = 0;
  public static final int SHT_PROGBITS = 1;
  public static final int SHT_SYMTAB = 2;
  public static final int SHT_STRTAB = 3;
  public static final int SHT_RELA = 4;
  public static final int SHT_HASH = 5;
  public static final int SHT_DYNAMIC = 6;
  public static final int SHT_NOTE = 7;
  public static final int SHT_NOBITS = 8;
  public static final int SHT_REL = 9;
  public static final int SHT_SHLIB = 10;
  public static final int SHT_DYNSYM = 11;
  public static final int SHT_INIT_ARRAY = 14;
  public static final int SHT_FINI_ARRAY = 15;
  public static final int SHT_PREINIT_ARRAY = 16;
  public static final int SHT_GROUP = 17;
  public static final int SHT_SYMTAB_SHNDX = 18;
  public static final int SHT_RELR = 19;
  public static final int SHT_GNU_ATTRIBUTES = 0x6ffffff5;
  public static final int SHT_GNU_HASH = 0x6ffffff6;
  public static final int SHT_GNU_LIBLIST = 0x6ffffff7;
  public static final int SHT_GNU_VERDEF = 0x6ffffffd;
  public static final int SHT_GNU_VERNEED = 0x6ffffffe;
  public static final int SHT_GNU_VERSYM = 0x6fffffff;
  public static final int SHT_RISCV_ATTRIBUTES = 0x70000003;

  // Section flags.
  public static final long SHF_WRITE = 0x1;
  public static final long SHF_ALLOC = 0x2;
  public static final long SHF_EXECINSTR = 0x4;
  public static final long SHF_MERGE = 0x10;
  public static final long SHF_STRINGS = 0x20;
  public static final long SHF_INFO_LINK = 0x40;
  public static final long SHF_LINK_ORDER = 0x80;
  public static final long SHF_OS_NONCONFORMING = 0x100;
  public static final long SHF_GROUP = 0x200;
  public static final long SHF_TLS = 0x400;
  public static final long SHF_COMPRESSED = 0x800;
  public static final long SHF_GNU_RETAIN = 0x200000;
  public static final long SHF_GNU_MBIND = 0x1000000;
  public static final long SHF_EXCLUDE = 0x80000000L;

  // Special section indexes.
  public static final int SHN_UNDEF = 0;
  public static final int SHN_LORESERVE = 0xff00;
  public static final int SHN_ABS = 0xfff1;
  public static final int SHN_COMMON = 0xfff2;
  public static final int SHN_XINDEX = 0xffff;

  // Symbol binding, type, visibility, other.
  public static final int STB_LOCAL = 0;
  public static final int STB_GLOBAL = 1;
  public static final int STB_WEAK = 2;
  public static final int STB_GNU_UNIQUE = 10;
  public static final int STT_NOTYPE = 0;
  public static final int STT_OBJECT = 1;
  public static final int STT_FUNC = 2;
  public static final int STT_SECTION = 3;
  public static final int STT_FILE = 4;
  public static final int STT_COMMON = 5;
  public static final int STT_TLS = 6;
  public static final int STT_GNU_IFUNC = 10;
  public static final int STV_DEFAULT = 0;
  public static final int STV_INTERNAL = 1;
  public static final int STV_HIDDEN = 2;
  public static final int STV_PROTECTED = 3;

  /** psABI "Symbol Table": the function does not follow the standard calling convention. */
  public static final int STO_RISCV_VARIANT_CC = 0x80;

  /** First word of an SHT_GROUP section whose group is a COMDAT. */
  public static final int GRP_COMDAT = 1;

  // Program header types and flags.
  public static final int PT_NULL = 0;
  public static final int PT_LOAD = 1;
  public static final int PT_DYNAMIC = 2;
  public static final int PT_INTERP = 3;
  public static final int PT_NOTE = 4;
  public static final int PT_SHLIB = 5;
  public static final int PT_PHDR = 6;
  public static final int PT_TLS = 7;
  public static final int PT_GNU_EH_FRAME = 0x6474e550;
  public static final int PT_GNU_STACK = 0x6474e551;
  public static final int PT_GNU_RELRO = 0x6474e552;
  public static final int PT_GNU_PROPERTY = 0x6474e553;
  public static final int PT_RISCV_ATTRIBUTES = 0x70000003;
  public static final int PF_X = 1;
  public static final int PF_W = 2;
  public static final int PF_R = 4;

  // Dynamic tags.
  public static final int DT_NULL = 0;
  public static final int DT_NEEDED = 1;
  public static final int DT_PLTRELSZ = 2;
  public static final int DT_PLTGOT = 3;
  public static final int DT_HASH = 4;
  public static final int DT_STRTAB = 5;
  public static final int DT_SYMTAB = 6;
  public static final int DT_RELA = 7;
  public static final int DT_RELASZ = 8;
  public static final int DT_RELAENT = 9;
  public static final int DT_STRSZ = 10;
  public static final int DT_SYMENT = 11;
  public static final int DT_INIT = 12;
  public static final int DT_FINI = 13;
  public static final int DT_SONAME = 14;
  public static final int DT_RPATH = 15;
  public static final int DT_SYMBOLIC = 16;
  public static final int DT_PLTREL = 20;
  public static final int DT_DEBUG = 21;
  public static final int DT_TEXTREL = 22;
  public static final int DT_JMPREL = 23;
  public static final int DT_BIND_NOW = 24;
  public static final int DT_INIT_ARRAY = 25;
  public static final int DT_FINI_ARRAY = 26;
  public static final int DT_INIT_ARRAYSZ = 27;
  public static final int DT_FINI_ARRAYSZ = 28;
  public static final int DT_RUNPATH = 29;
  public static final int DT_FLAGS = 30;
  public static final int DT_PREINIT_ARRAY = 32;
  public static final int DT_PREINIT_ARRAYSZ = 33;
  public static final int DT_GNU_HASH = 0x6ffffef5;
  public static final int DT_VERSYM = 0x6ffffff0;
  public static final int DT_RELACOUNT = 0x6ffffff9;
  public static final int DT_FLAGS_1 = 0x6ffffffb;
  public static final int DT_VERDEF = 0x6ffffffc;
  public static final int DT_VERDEFNUM = 0x6ffffffd;
  public static final int DT_VERNEED = 0x6ffffffe;
  public static final int DT_VERNEEDNUM = 0x6fffffff;
  public static final int DF_ORIGIN = 0x1;
  public static final int DF_SYMBOLIC = 0x2;
  public static final int DF_TEXTREL = 0x4;
  public static final int DF_BIND_NOW = 0x8;
  public static final int DF_STATIC_TLS = 0x10;
  public static final int DF_1_NOW = 0x1;
  public static final int DF_1_NODELETE = 0x8;
  public static final int DF_1_INITFIRST = 0x20;
  public static final int DF_1_NOOPEN = 0x40;
  public static final int DF_1_ORIGIN = 0x80;
  public static final int DF_1_INTERPOSE = 0x400;
  public static final int DF_1_NODEFLIB = 0x800;
  public static final int DF_1_PIE = 0x08000000;

  // Symbol versions.
  public static final int VER_NDX_LOCAL = 0;
  public static final int VER_NDX_GLOBAL = 1;
  public static final int VERSYM_HIDDEN = 0x8000;
  public static final int VER_FLG_BASE = 1;
  public static final int VER_FLG_WEAK = 2;

  // Notes.
  public static final int NT_GNU_ABI_TAG = 1;
  public static final int NT_GNU_BUILD_ID = 3;
  public static final int NT_GNU_PROPERTY_TYPE_0 = 5;
}
