package dev.ferry.binutils.elf;

import org.jspecify.annotations.Nullable;

/**
 * The relocations of the RISC-V psABI ("Relocations" table): number, and the bytes of the section
 * that one changes.
 */
public enum RelocationType {
  NONE(0, 0),
  ABS32(1, 4, "32"),
  ABS64(2, 8, "64"),
  RELATIVE(3, 0),
  COPY(4, 0),
  JUMP_SLOT(5, 0),
  TLS_DTPMOD32(6, 4),
  TLS_DTPMOD64(7, 8),
  TLS_DTPREL32(8, 4),
  TLS_DTPREL64(9, 8),
  TLS_TPREL32(10, 4),
  TLS_TPREL64(11, 8),
  TLSDESC(12, 0),
  BRANCH(16, 4),
  JAL(17, 4),
  CALL(18, 8),
  CALL_PLT(19, 8),
  GOT_HI20(20, 4),
  TLS_GOT_HI20(21, 4),
  TLS_GD_HI20(22, 4),
  PCREL_HI20(23, 4),
  PCREL_LO12_I(24, 4),
  PCREL_LO12_S(25, 4),
  HI20(26, 4),
  LO12_I(27, 4),
  LO12_S(28, 4),
  TPREL_HI20(29, 4),
  TPREL_LO12_I(30, 4),
  TPREL_LO12_S(31, 4),
  TPREL_ADD(32, 4),
  ADD8(33, 1),
  ADD16(34, 2),
  ADD32(35, 4),
  ADD64(36, 8),
  SUB8(37, 1),
  SUB16(38, 2),
  SUB32(39, 4),
  SUB64(40, 8),
  GOT32_PCREL(41, 4),
  ALIGN(43, 0),
  RVC_BRANCH(44, 2),
  RVC_JUMP(45, 2),
  RVC_LUI(46, 2),
  GPREL_I(47, 4),
  GPREL_S(48, 4),
  TPREL_I(49, 4),
  TPREL_S(50, 4),
  RELAX(51, 0),
  SUB6(52, 1),
  SET6(53, 1),
  SET8(54, 1),
  SET16(55, 2),
  SET32(56, 4),
  PCREL32(57, 4, "32_PCREL"),
  IRELATIVE(58, 0),
  PLT32(59, 4),
  SET_ULEB128(60, 0),
  SUB_ULEB128(61, 0),
  TLSDESC_HI20(62, 4),
  TLSDESC_LOAD_LO12(63, 4),
  TLSDESC_ADD_LO12(64, 4),
  TLSDESC_CALL(65, 4);

  private static final @Nullable RelocationType[] BY_NUMBER = byNumber();

  private final int number;
  private final int width;
  private final String abiName;

  RelocationType(int number, int width) {
    this.number = number;
    this.width = width;
    this.abiName = "R_RISCV_" + name();
  }

  RelocationType(int number, int width, String abiName) {
    this.number = number;
    this.width = width;
    this.abiName = "R_RISCV_" + abiName;
  }

  /** The number in {@code r_info}. */
  public int number() {
    return number;
  }

  /**
   * Bytes of the section that the relocation patches; 0 for markers and those of variable width.
   */
  public int width() {
    return width;
  }

  /** The psABI's name, such as {@code R_RISCV_CALL_PLT}. */
  public String abiName() {
    return abiName;
  }

  /** The type with that number, or null when the psABI gives it no meaning that Ferry knows. */
  public static @Nullable RelocationType of(int number) {
    return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
  }

  /** The psABI's name of a number, as objdump and readelf print it; unknown ones in decimal. */
  public static String nameOf(int number) {
    RelocationType type = of(number);
    return type == null ? "unrecognized: " + Integer.toHexString(number) : type.abiName;
  }

  private static @Nullable RelocationType[] byNumber() {
    @Nullable RelocationType[] table = new @Nullable RelocationType[66];
    for (RelocationType type : values()) {
      table[type.number] = type;
    }
    return table;
  }
}
