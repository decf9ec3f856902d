package dev.ferry.codegen.emit;

/** Numbers of DWARF 5 (section 7) and their GNU additions, as far as they are written here. */
final class Dwarf {
  private Dwarf() {}

  static final int TAG_ARRAY_TYPE = 0x01;
  static final int TAG_ENUMERATION_TYPE = 0x04;
  static final int TAG_FORMAL_PARAMETER = 0x05;
  static final int TAG_LEXICAL_BLOCK = 0x0b;
  static final int TAG_MEMBER = 0x0d;
  static final int TAG_POINTER_TYPE = 0x0f;
  static final int TAG_COMPILE_UNIT = 0x11;
  static final int TAG_STRUCTURE_TYPE = 0x13;
  static final int TAG_SUBROUTINE_TYPE = 0x15;
  static final int TAG_TYPEDEF = 0x16;
  static final int TAG_UNION_TYPE = 0x17;
  static final int TAG_UNSPECIFIED_PARAMETERS = 0x18;
  static final int TAG_SUBRANGE_TYPE = 0x21;
  static final int TAG_BASE_TYPE = 0x24;
  static final int TAG_CONST_TYPE = 0x26;
  static final int TAG_ENUMERATOR = 0x28;
  static final int TAG_SUBPROGRAM = 0x2e;
  static final int TAG_VARIABLE = 0x34;
  static final int TAG_VOLATILE_TYPE = 0x35;
  static final int TAG_RESTRICT_TYPE = 0x37;
  static final int TAG_ATOMIC_TYPE = 0x47;

  static final int AT_LOCATION = 0x02;
  static final int AT_NAME = 0x03;
  static final int AT_BYTE_SIZE = 0x0b;
  static final int AT_BIT_SIZE = 0x0d;
  static final int AT_STMT_LIST = 0x10;
  static final int AT_LOW_PC = 0x11;
  static final int AT_HIGH_PC = 0x12;
  static final int AT_LANGUAGE = 0x13;
  static final int AT_COMP_DIR = 0x1b;
  static final int AT_CONST_VALUE = 0x1c;
  static final int AT_PRODUCER = 0x25;
  static final int AT_PROTOTYPED = 0x27;
  static final int AT_COUNT = 0x37;
  static final int AT_DATA_MEMBER_LOCATION = 0x38;
  static final int AT_DECL_FILE = 0x3a;
  static final int AT_DECL_LINE = 0x3b;
  static final int AT_DECL_COLUMN = 0x39;
  static final int AT_DECLARATION = 0x3c;
  static final int AT_ENCODING = 0x3e;
  static final int AT_EXTERNAL = 0x3f;
  static final int AT_FRAME_BASE = 0x40;
  static final int AT_TYPE = 0x49;
  static final int AT_RANGES = 0x55;
  static final int AT_DATA_BIT_OFFSET = 0x6b;
  static final int AT_LINKAGE_NAME = 0x6e;
  static final int AT_CALL_ALL_CALLS = 0x7a;
  static final int AT_GNU_VECTOR = 0x2107;

  static final int FORM_ADDR = 0x01;
  static final int FORM_DATA8 = 0x07;
  static final int FORM_STRING = 0x08;
  static final int FORM_DATA1 = 0x0b;
  static final int FORM_SDATA = 0x0d;
  static final int FORM_UDATA = 0x0f;
  static final int FORM_REF4 = 0x13;
  static final int FORM_SEC_OFFSET = 0x17;
  static final int FORM_EXPRLOC = 0x18;
  static final int FORM_FLAG_PRESENT = 0x19;

  static final int ATE_BOOLEAN = 0x02;
  static final int ATE_COMPLEX_FLOAT = 0x03;
  static final int ATE_FLOAT = 0x04;
  static final int ATE_SIGNED = 0x05;
  static final int ATE_SIGNED_CHAR = 0x06;
  static final int ATE_UNSIGNED = 0x07;
  static final int ATE_UNSIGNED_CHAR = 0x08;

  static final int OP_ADDR = 0x03;
  static final int OP_DEREF = 0x06;
  static final int OP_BREG0 = 0x70;
  static final int OP_FBREG = 0x91;
  static final int OP_CALL_FRAME_CFA = 0x9c;

  static final int LANGUAGE_C99 = 0x0c;
  static final int LANGUAGE_C11 = 0x1d;
  static final int UT_COMPILE = 1;
  static final int RLE_END = 0;
  static final int RLE_START_END = 6;
}
