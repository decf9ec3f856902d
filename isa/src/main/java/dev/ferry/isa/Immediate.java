package dev.ferry.isa;

/**
 * How a constant lies in an instruction word: each piece is a run of bits of the word that holds a
 * run of bits of the value (The RISC-V Instruction Set Manual, Volume I, figure "Types of
 * immediate" and chapter "C"). Values are in the units of the meaning column: byte offsets for
 * branches and memory operands, the already shifted value for {@code lui} and {@code auipc}.
 */
public enum Immediate {
  NONE(false, ""),
  I(true, "20:12:0"),
  S(true, "25:7:5 7:5:0"),
  B(true, "31:1:12 25:6:5 8:4:1 7:1:11"),
  U(true, "12:20:12"),
  J(true, "31:1:20 21:10:1 20:1:11 12:8:12"),
  /** A shift amount below 64; below 32 on RV32. */
  SHAMT6(false, "20:6:0"),
  SHAMT5(false, "20:5:0"),
  /** A control register number. */
  CSR(false, "20:12:0"),
  /** A control register number; the rs1 field is a 5-bit constant. */
  CSR_ZIMM(false, "20:12:0"),
  /** The fm, pred and succ fields of a fence, 4 bits each. */
  FENCE(false, "20:12:0"),
  /** The index of one of 32 constants, in the rs1 field. */
  FCONST(false, "15:5:0"),
  C_ADDI4SPN(false, "11:2:4 7:4:6 6:1:2 5:1:3"),
  C_LD(false, "10:3:3 5:2:6"),
  C_LW(false, "10:3:3 6:1:2 5:1:6"),
  C_IMM6(true, "12:1:5 2:5:0"),
  C_J(true, "12:1:11 11:1:4 9:2:8 8:1:10 7:1:6 6:1:7 3:3:1 2:1:5"),
  C_ADDI16SP(true, "12:1:9 6:1:4 5:1:6 3:2:7 2:1:5"),
  C_LUI(true, "12:1:17 2:5:12"),
  C_SHAMT(false, "12:1:5 2:5:0"),
  C_B(true, "12:1:8 10:2:3 5:2:6 3:2:1 2:1:5"),
  C_LDSP(false, "12:1:5 5:2:3 2:3:6"),
  C_LWSP(false, "12:1:5 4:3:2 2:2:6"),
  C_SDSP(false, "10:3:3 7:3:6"),
  C_SWSP(false, "9:4:2 7:2:6");

  private final boolean signed;
  // Three numbers a piece: lowest bit in the word, width, lowest bit in the value.
  private final int[] pieces;
  private final int width;
  private final int alignment;

  Immediate(boolean signed, String pieces) {
    this.signed = signed;
    this.pieces = parse(pieces);
    int top = 0;
    int low = 31;
    for (int i = 0; i < this.pieces.length; i += 3) {
      top = Math.max(top, this.pieces[i + 2] + this.pieces[i + 1]);
      low = Math.min(low, this.pieces[i + 2]);
    }
    this.width = top;
    this.alignment = this.pieces.length == 0 ? 1 : 1 << low;
  }

  private static int[] parse(String text) {
    int[] numbers = new int[24];
    int count = 0;
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      char ch = text.charAt(i);
      if (ch >= '0') {
        if (ch == ':') {
          numbers[count++] = value;
          value = 0;
        } else {
          value = value * 10 + ch - '0';
        }
      } else {
        numbers[count++] = value;
        value = 0;
      }
    }
    if (!text.isEmpty()) {
      numbers[count++] = value;
    }
    return java.util.Arrays.copyOf(numbers, count);
  }

  /** Whether the value is sign-extended. */
  public boolean signed() {
    return signed;
  }

  /** Number of significant bits of the value, with those below {@link #alignment()}. */
  public int width() {
    return width;
  }

  /** The value must be a multiple of this power of two. */
  public int alignment() {
    return alignment;
  }

  /** Smallest value that fits. */
  public int min() {
    return signed ? -1 << (width - 1) : 0;
  }

  /** Largest value that fits. */
  public int max() {
    int top = signed ? (int) ((1L << (width - 1)) - 1) : (1 << width) - 1;
    return top & -alignment;
  }

  /** Whether {@code value} can be held exactly. */
  public boolean fits(long value) {
    return value >= min() && value <= max() && (value & (alignment - 1)) == 0;
  }

  /** The value that {@code word} holds. */
  public int decode(int word) {
    int value = 0;
    for (int i = 0; i < pieces.length; i += 3) {
      value |= (word >>> pieces[i] & (1 << pieces[i + 1]) - 1) << pieces[i + 2];
    }
    return signed ? value << (32 - width) >> (32 - width) : value;
  }

  /** The bits of the word that hold {@code value}; bits that do not fit are dropped. */
  public int encode(int value) {
    int word = 0;
    for (int i = 0; i < pieces.length; i += 3) {
      word |= (value >>> pieces[i + 2] & (1 << pieces[i + 1]) - 1) << pieces[i];
    }
    return word;
  }

  /** Number of pieces; piece {@code i} is described by the three accessors below. */
  public int pieceCount() {
    return pieces.length / 3;
  }

  /** Lowest bit of piece {@code i} in the instruction word. */
  public int pieceWordBit(int i) {
    return pieces[3 * i];
  }

  /** Number of bits of piece {@code i}. */
  public int pieceWidth(int i) {
    return pieces[3 * i + 1];
  }

  /** Lowest bit of piece {@code i} in the value. */
  public int pieceValueBit(int i) {
    return pieces[3 * i + 2];
  }
}
