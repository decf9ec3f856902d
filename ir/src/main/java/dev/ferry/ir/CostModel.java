package dev.ferry.ir;

/**
 * What the optimiser may know of the target's costs, in units of a simple ALU instruction. Declared
 * here, implemented by code generation.
 */
public interface CostModel {
  /** Instructions to put an integer constant into a register; 0 if it is always folded. */
  int constant(long value);

  /** Whether {@code op} with this constant as second operand needs no register for it. */
  boolean isImmediate(Op op, Type type, long value);

  /** Instructions for one op whose operands are in registers. */
  int cost(Op op, Type type);

  /** Whether the byte offset fits a load's or store's address. */
  boolean isAddressOffset(long offset);

  /** Whether unaligned scalar accesses are fast. */
  boolean fastUnaligned();

  /** RV64GC with base instructions only: what is used where no target was chosen. */
  CostModel DEFAULT =
      new CostModel() {
        @Override
        public int constant(long value) {
          if (value >= -2048 && value < 2048) {
            return value == 0 ? 0 : 1;
          }
          if (value == (int) value) {
            return (value & 0xfff) == 0 ? 1 : 2;
          }
          int shift = Long.numberOfTrailingZeros(value);
          return shift > 12 && value >> shift == (int) (value >> shift) ? 3 : 6;
        }

        @Override
        public boolean isImmediate(Op op, Type type, long value) {
          return switch (op) {
            case ADD, AND, OR, XOR, SLT, ULT -> value >= -2048 && value < 2048;
            case SUB -> value > -2048 && value <= 2048;
            case SHL, SHR, SAR -> true;
            case EQ, NE -> value == 0;
            default -> false;
          };
        }

        @Override
        public int cost(Op op, Type type) {
          return switch (op) {
            case ICONST, FCONST, GLOBAL_ADDR, SLOT_ADDR -> 1;
            case SEXT, TRUNC, COPY, UNDEF -> 0;
            case ZEXT, SEXT8, SEXT16, ZEXT16, EQ, NE, SLE, ULE -> 2;
            case MUL, MULHS, MULHU -> type == Type.I32 ? 3 : 4;
            case SDIV, UDIV, SREM, UREM -> 20;
            case ROTL, ROTR, SMIN, SMAX, UMIN, UMAX -> 3;
            case SELECT -> 4;
            case CLZ, CTZ, POPCNT, BSWAP -> 12;
            case FDIV, FSQRT -> 20;
            default -> 1;
          };
        }

        @Override
        public boolean isAddressOffset(long offset) {
          return offset >= -2048 && offset < 2048;
        }

        @Override
        public boolean fastUnaligned() {
          return false;
        }
      };
}
