package dev.ferry.isa.table;

/** The part of {@code Opcode.java} that does not depend on the tables. */
final class OpcodeTemplate {
  private OpcodeTemplate() {}

  static final String BODY =
      """

        private static final Opcode[] ALL = values();

        private final String mnemonic;
        private final Extension extension;
        private final long extensions;
        private final int xlen;
        private final int match;
        private final int mask;
        private final Immediate immediate;
        private final int operands;
        private final @Nullable Opcode expansion;
        private final int sources;

        Opcode(
            String mnemonic,
            Extension extension,
            long extensions,
            int xlen,
            int match,
            int mask,
            Immediate immediate,
            int operands) {
          this(mnemonic, extension, extensions, xlen, match, mask, immediate, operands, null, 0);
        }

        Opcode(
            String mnemonic,
            Extension extension,
            long extensions,
            int xlen,
            int match,
            int mask,
            Immediate immediate,
            int operands,
            @Nullable Opcode expansion,
            int sources) {
          this.mnemonic = mnemonic;
          this.extension = extension;
          this.extensions = extensions;
          this.xlen = xlen;
          this.match = match;
          this.mask = mask;
          this.immediate = immediate;
          this.operands = operands;
          this.expansion = expansion;
          this.sources = sources;
        }

        /** The opcode with this ordinal, without copying the array of all. */
        public static Opcode of(int ordinal) {
          return ALL[ordinal];
        }

        /** Number of opcodes. */
        public static int count() {
          return ALL.length;
        }

        /** The name as assembly writes it. */
        public String mnemonic() {
          return mnemonic;
        }

        /** The extension that defines this instruction. */
        public Extension extension() {
          return extension;
        }

        /** All extensions that must be present, as bits of {@link Extension}. */
        public long extensions() {
          return extensions;
        }

        /** Whether the instruction exists for this register width, 32 or 64. */
        public boolean availableOn(int width) {
          return xlen == 0 || xlen == width;
        }

        /** The fixed bits of the encoding. */
        public int match() {
          return match;
        }

        /** Ones where the encoding is fixed. */
        public int mask() {
          return mask;
        }

        /** Ones where the encoding is fixed for this register width: RV32 shifts by 0 to 31. */
        public int mask(int width) {
          if (width != 32) {
            return mask;
          }
          return switch (immediate) {
            case SHAMT6 -> mask | 1 << 25;
            case C_SHAMT -> mask | 1 << 12;
            default -> mask;
          };
        }

        /** Where the constant lies. */
        public Immediate immediate() {
          return immediate;
        }

        /** Whether this is a 16-bit instruction. */
        public boolean isCompressed() {
          return (match & 3) != 3;
        }

        /** Length in bytes, 2 or 4. */
        public int length() {
          return isCompressed() ? 2 : 4;
        }

        /** The 32-bit instruction that a compressed one stands for, or null. */
        public @Nullable Opcode expansion() {
          return expansion;
        }

        public boolean hasRd() {
          return (operands & 1) != 0;
        }

        public boolean hasRs1() {
          return (operands & 2) != 0;
        }

        public boolean hasRs2() {
          return (operands & 4) != 0;
        }

        public boolean hasRs3() {
          return (operands & 8) != 0;
        }

        /** Whether rd names an f register. */
        public boolean isRdFloat() {
          return (operands & 0x10) != 0;
        }

        /** Whether rs1 names an f register. */
        public boolean isRs1Float() {
          return (operands & 0x20) != 0;
        }

        /** Whether rs2 names an f register. */
        public boolean isRs2Float() {
          return (operands & 0x40) != 0;
        }

        /** Whether rs3 names an f register. */
        public boolean isRs3Float() {
          return (operands & 0x80) != 0;
        }

        /** Whether there is a rounding-mode field. */
        public boolean hasRoundingMode() {
          return (operands & 0x100) != 0;
        }

        /** Whether there are aq and rl bits. */
        public boolean hasOrdering() {
          return (operands & 0x200) != 0;
        }

        /** Whether the constant is the distance to a jump or branch target. */
        public boolean hasTarget() {
          return (operands & 0x400) != 0;
        }

        /** Operand and condition bits, for the decoder of this package. */
        int operandBits() {
          return operands;
        }

        /** Where the registers of the expansion come from: a byte each for rd, rs1 and rs2. */
        int expansionSources() {
          return sources;
        }

        /** The encoding, most significant bit first, as the table writes it. */
        public String bits() {
          return OpcodeText.TEXT[4 * ordinal()];
        }

        /** The operands as assembly writes them, with the table's operand names. */
        public String syntax() {
          return OpcodeText.TEXT[4 * ordinal() + 1];
        }

        /** The meaning column: see {@link Meaning}; of a compressed one, its expansion. */
        public String meaning() {
          return OpcodeText.TEXT[4 * ordinal() + 2];
        }

        /** The effect as one sentence of plain English. */
        public String sentence() {
          return OpcodeText.TEXT[4 * ordinal() + 3];
        }
      }
      """;
}
