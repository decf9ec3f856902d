package dev.ferry.machine.interpreter;

import dev.ferry.isa.Arith;
import dev.ferry.machine.core.Csr;
import dev.ferry.machine.core.Fp;
import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.GuestTrap;
import dev.ferry.machine.core.GuestTrap.Cause;
import dev.ferry.machine.core.Hart;
import dev.ferry.machine.core.Raw;

/**
 * Executes one hart by micro-ops. Both register operands are read before the operation is looked at
 * and the result is written after it, which keeps the loop's bytecode small enough for HotSpot to
 * compile and inline everything in it.
 */
public final class Interpreter {
  /** Why {@link #run} came back. */
  public enum Stop {
    /** All instructions asked for have been executed. */
    BUDGET,
    /** After an {@code ecall}. */
    SYSTEM_CALL,
    /** Before an {@code ebreak}. */
    BREAKPOINT,
    /** After a {@code fence.i}. */
    FENCE_I,
    /** Before an instruction where translated code starts. */
    TRANSLATED,
    /** An indirect jump has arrived at the address to stop at. */
    RETURNED
  }

  private static final long LOW32 = 0xffffffffL;

  private final CodeCache cache;

  // State of a run beside the loop's locals.
  private CodePage page = new CodePage(0);
  private long end;
  private long stopAt;
  private boolean stopsAtTranslated;

  /** Address to go on at where it is not in the page, else -1. */
  private long fetching = -1;

  public Interpreter(CodeCache cache) {
    this.cache = cache;
  }

  /** Slots an instruction takes: 2, or 1 when compressed. */
  private static int width(long uop) {
    return 2 - (int) (uop >>> 31 & 1);
  }

  /** On RV32 addresses in registers are sign-extended. */
  private static long sext(long value, Hart h) {
    return h.addressMask == -1 ? value : (int) value;
  }

  /**
   * Executes instructions from {@code h.pc}.
   *
   * @param budget how many at most
   * @throws GuestTrap with {@code h.pc} at the instruction, which has not retired
   */
  public Stop run(Hart h, long budget) {
    return run(h, budget, true, -1);
  }

  /**
   * As the other.
   *
   * @param stopAtTranslated whether to stop where translated code starts
   * @param stopAt address at which to stop when an indirect jump goes there, -1 for none
   */
  public Stop run(Hart h, long budget, boolean stopAtTranslated, long stopAt) {
    this.end = h.retired + budget;
    this.page = cache.page(h.pc);
    this.stopAt = stopAt;
    this.stopsAtTranslated = stopAtTranslated;
    // What the loop keeps in locals is little, so that it stays in machine registers.
    long[] code = page.uops;
    int i = (int) (h.pc - page.base) >> 1;
    long left = budget;
    try {
      while (true) {
        if (left-- == 0) {
          left = 0;
          return Stop.BUDGET;
        }
        long u = code[i];
        if ((int) u == Uop.TRANSLATED) {
          if (stopsAtTranslated) {
            left++;
            return Stop.TRANSLATED;
          }
          u = cache.hidden(page, i);
        }
        long a = h.getScaled(u >>> 14 & 0x3f8);
        long b = h.getScaled(u >>> 21 & 0x3f8);
        long imm = u >> 32;
        dispatch:
        {
          long r;
          switch ((int) u & 0x3ff) {
            case Uop.ADD -> r = a + b;
            case Uop.SUB -> r = a - b;
            case Uop.XOR -> r = a ^ b;
            case Uop.OR -> r = a | b;
            case Uop.AND -> r = a & b;
            case Uop.SLL -> r = a << b;
            case Uop.SRL -> r = a >>> b;
            case Uop.SRA -> r = a >> b;
            case Uop.SLT -> r = a < b ? 1 : 0;
            case Uop.SLTU -> r = Long.compareUnsigned(a, b) < 0 ? 1 : 0;
            case Uop.ADDI -> r = a + imm;
            case Uop.XORI -> r = a ^ imm;
            case Uop.ORI -> r = a | imm;
            case Uop.ANDI -> r = a & imm;
            case Uop.SLLI -> r = a << imm;
            case Uop.SRLI -> r = a >>> imm;
            case Uop.SRAI -> r = a >> imm;
            case Uop.SLTI -> r = a < imm ? 1 : 0;
            case Uop.SLTIU -> r = Long.compareUnsigned(a, imm) < 0 ? 1 : 0;
            case Uop.ADDW -> r = (int) a + (int) b;
            case Uop.SUBW -> r = (int) a - (int) b;
            case Uop.SLLW -> r = (int) a << (int) b;
            case Uop.SRLW -> r = (int) a >>> (int) b;
            case Uop.SRAW -> r = (int) a >> (int) b;
            case Uop.MULW -> r = (int) a * (int) b;
            case Uop.ADDIW -> r = (int) a + (int) imm;
            case Uop.SLLIW -> r = (int) a << (int) imm;
            case Uop.SRLIW -> r = (int) a >>> (int) imm;
            case Uop.SRAIW -> r = (int) a >> (int) imm;
            case Uop.LI -> r = imm;
            case Uop.MV -> r = a;
            case Uop.AUIPC -> r = sext(page.base + 2L * i + imm, h);
            case Uop.LB -> r = GuestMemory.load8(h, a + imm & h.addressMask);
            case Uop.LH -> r = GuestMemory.load16(h, a + imm & h.addressMask);
            case Uop.LW -> r = GuestMemory.load32(h, a + imm & h.addressMask);
            case Uop.LD -> r = GuestMemory.load64(h, a + imm & h.addressMask);
            case Uop.LBU -> r = GuestMemory.load8(h, a + imm & h.addressMask) & 0xff;
            case Uop.LHU -> r = GuestMemory.load16(h, a + imm & h.addressMask) & 0xffff;
            case Uop.LWU -> r = GuestMemory.load32(h, a + imm & h.addressMask) & 0xffffffffL;
            case Uop.FLW -> r = Fp.boxS(GuestMemory.load32(h, a + imm & h.addressMask));
            case Uop.FLH -> r = Fp.boxH(GuestMemory.load16(h, a + imm & h.addressMask));
            case Uop.MUL -> r = a * b;
            case Uop.MULH -> r = Math.multiplyHigh(a, b);
            case Uop.MULHU -> r = Math.unsignedMultiplyHigh(a, b);
            case Uop.MULHSU -> r = Arith.mulhsu(a, b, 64);
            case Uop.DIV -> r = Arith.div(a, b, 64);
            case Uop.DIVU -> r = Arith.divu(a, b, 64);
            case Uop.REMU -> r = Arith.remu(a, b, 64);
            case Uop.REM -> r = Arith.rem(a, b);
            case Uop.DIVW -> r = Arith.divw(a, b);
            case Uop.DIVUW -> r = Arith.divuw(a, b);
            case Uop.REMW -> r = Arith.remw(a, b);
            case Uop.REMUW -> r = Arith.remuw(a, b);
            case Uop.ADD_UW -> r = (a & LOW32) + b;
            case Uop.SH1ADD -> r = (a << 1) + b;
            case Uop.SH1ADD_UW -> r = ((a & LOW32) << 1) + b;
            case Uop.SH2ADD -> r = (a << 2) + b;
            case Uop.SH2ADD_UW -> r = ((a & LOW32) << 2) + b;
            case Uop.SH3ADD -> r = (a << 3) + b;
            case Uop.SH3ADD_UW -> r = ((a & LOW32) << 3) + b;
            case Uop.SLLI_UW -> r = (a & LOW32) << imm;
            case Uop.ANDN -> r = a & ~b;
            case Uop.ORN -> r = a | ~b;
            case Uop.XNOR -> r = ~(a ^ b);
            case Uop.MIN -> r = Math.min(a, b);
            case Uop.MAX -> r = Math.max(a, b);
            case Uop.MINU -> r = Long.compareUnsigned(a, b) < 0 ? a : b;
            case Uop.MAXU -> r = Long.compareUnsigned(a, b) < 0 ? b : a;
            case Uop.CZERO_EQZ -> r = b == 0 ? 0 : a;
            case Uop.CZERO_NEZ -> r = b != 0 ? 0 : a;
            case Uop.SEXT_B -> r = (byte) a;
            case Uop.SEXT_H -> r = (short) a;
            case Uop.ZEXT_H -> r = a & 0xffff;
            case Uop.BEXT -> r = a >>> b & 1;
            case Uop.BEXTI -> r = a >>> imm & 1;
            case Uop.FADD_D -> r = Fp.addD(h, a, b, (int) imm & 7);
            case Uop.FSUB_D -> r = Fp.subD(h, a, b, (int) imm & 7);
            case Uop.FMUL_D -> r = Fp.mulD(h, a, b, (int) imm & 7);
            case Uop.FDIV_D -> r = Fp.divD(h, a, b, (int) imm & 7);
            case Uop.FMADD_D -> r = Fp.maddD(h, a, b, h.getScaled(imm >>> 8), (int) imm & 7);
            case Uop.FMSUB_D -> r = Fp.msubD(h, a, b, h.getScaled(imm >>> 8), (int) imm & 7);
            case Uop.FNMSUB_D -> r = Fp.nmsubD(h, a, b, h.getScaled(imm >>> 8), (int) imm & 7);
            case Uop.FNMADD_D -> r = Fp.nmaddD(h, a, b, h.getScaled(imm >>> 8), (int) imm & 7);
            case Uop.FSGNJ_D -> r = Fp.copySignD(a, b);
            case Uop.FSGNJN_D -> r = Fp.copySignNotD(a, b);
            case Uop.FSGNJX_D -> r = Fp.copySignXorD(a, b);
            case Uop.FEQ_D -> r = Fp.eqD(h, a, b);
            case Uop.FLT_D -> r = Fp.ltD(h, a, b);
            case Uop.FLE_D -> r = Fp.leD(h, a, b);
            case Uop.FADD_S -> r = Fp.addS(h, a, b, (int) imm & 7);
            case Uop.FSUB_S -> r = Fp.subS(h, a, b, (int) imm & 7);
            case Uop.FMUL_S -> r = Fp.mulS(h, a, b, (int) imm & 7);
            case Uop.FCVT_D_W -> r = Fp.fromInt32D(h, a, (int) imm & 7);
            case Uop.FCVT_D_L -> r = Fp.fromInt64D(h, a, (int) imm & 7);
            case Uop.FCVT_D_S -> r = Fp.sToD(h, a, (int) imm & 7);
            case Uop.FCVT_S_D -> r = Fp.dToS(h, a, (int) imm & 7);
            case Uop.FCVT_W_D -> r = Fp.toInt32D(h, a, (int) imm & 7);
            case Uop.FCVT_L_D -> r = Fp.toInt64D(h, a, (int) imm & 7);
            case Uop.SB -> {
              GuestMemory.store8(h, a + imm & h.addressMask, b);
              i += width(u);
              continue;
            }
            case Uop.SH -> {
              GuestMemory.store16(h, a + imm & h.addressMask, b);
              i += width(u);
              continue;
            }
            case Uop.SW -> {
              GuestMemory.store32(h, a + imm & h.addressMask, b);
              i += width(u);
              continue;
            }
            case Uop.SD -> {
              GuestMemory.store64(h, a + imm & h.addressMask, b);
              i += width(u);
              continue;
            }
            case Uop.BEQ -> {
              if (a == b) {
                break dispatch;
              }
              i += width(u);
              continue;
            }
            case Uop.BNE -> {
              if (a != b) {
                break dispatch;
              }
              i += width(u);
              continue;
            }
            case Uop.BLT -> {
              if (a < b) {
                break dispatch;
              }
              i += width(u);
              continue;
            }
            case Uop.BGE -> {
              if (a >= b) {
                break dispatch;
              }
              i += width(u);
              continue;
            }
            case Uop.BLTU -> {
              if (Long.compareUnsigned(a, b) < 0) {
                break dispatch;
              }
              i += width(u);
              continue;
            }
            case Uop.BGEU -> {
              if (Long.compareUnsigned(a, b) >= 0) {
                break dispatch;
              }
              i += width(u);
              continue;
            }
            case Uop.JAL -> {
              h.setScaled(u >>> 7 & 0x3f8, sext(page.base + 2L * (i + width(u)), h));
              break dispatch;
            }
            case Uop.JALR -> {
              h.setScaled(u >>> 7 & 0x3f8, sext(page.base + 2L * (i + width(u)), h));
              // As an offset from this instruction, for the common way out below.
              long to = a + imm & h.addressMask & -2;
              imm = to - (page.base + 2L * i);
              if (to == this.stopAt) {
                fetching = to; // It may be more than 4 GiB away: too far for a slot's number.
                return Stop.RETURNED;
              }
              break dispatch;
            }
            case Uop.FENCE -> {
              Raw.fullFence();
              i += width(u);
              continue;
            }
            case Uop.FENCE_I -> {
              i += width(u);
              return Stop.FENCE_I;
            }
            case Uop.ECALL -> {
              i += width(u);
              return Stop.SYSTEM_CALL;
            }
            case Uop.EBREAK -> {
              left++;
              return Stop.BREAKPOINT;
            }
            case Uop.DECODE -> {
              cache.decode(page, i);
              left++;
              continue;
            }
            case Uop.PAGE_END -> {
              i = enter(h, page.base + 2L * i & h.addressMask);
              code = page.uops;
              left++;
              continue;
            }
            case Uop.CSRRW, Uop.CSRRS, Uop.CSRRC -> {
              h.retired = end - left - 1;
              r = csr(h, (int) u & 0x3ff, a, (int) imm);
            }
            case Uop.ILLEGAL -> throw new GuestTrap(Cause.ILLEGAL_INSTRUCTION, imm & LOW32);
            default -> r = RareOperations.execute(h, (int) u & 0x3ff, a, b, (int) imm);
          }
          h.setScaled(u >>> 7 & 0x3f8, r);
          i += width(u);
          continue;
        }
        // A taken jump by imm. Backward and indirect ones and calls count for translation.
        long target = i + (imm >> 1);
        if (target >= 0 && target < CodePage.SLOTS) {
          i = (int) target;
        } else {
          // The jump itself retires; a fault of the target's fetch is the next instruction's.
          left--;
          i = enter(h, page.base + 2L * target & h.addressMask);
          left++;
          code = page.uops;
        }
        if (counts(u, imm)) {
          int heat = ++page.heat[i];
          if ((heat & heat - 1) == 0 && kind(u) == CodeCache.Listener.INSIDE) {
            // Now and then is enough to know all ways that are gone often.
            cache.addWay(page.base + 2L * i - imm, page.base + 2L * i);
          }
          if (heat >= cache.threshold) {
            cache.hot(page, i, kind(u));
          }
        }
      }
    } catch (GuestTrap trap) {
      left++;
      throw trap;
    } finally {
      h.pc = fetching != -1 ? fetching : page.base + 2L * i & h.addressMask;
      fetching = -1;
      h.retired = end - left;
    }
  }

  /** Goes to another page; gives the slot in it. */
  private int enter(Hart h, long pc) {
    fetching = pc;
    page = cache.page(pc);
    fetching = -1;
    return (int) (pc - page.base) >> 1;
  }

  /** Whether a jump counts for translation: backward, a call or indirect, but not a return. */
  private static boolean counts(long u, long imm) {
    int rd = (int) (u >>> 10) & 0x7f;
    return switch ((int) u & 0x3ff) {
      case Uop.JAL -> imm < 0 || rd != Hart.SINK;
      case Uop.JALR -> rd != Hart.SINK || ((int) (u >>> 17) & 0x7f) != 1;
      default -> imm < 0;
    };
  }

  /** What the target of a jump is, for the listener. */
  private static long kind(long u) {
    boolean links = ((int) (u >>> 10) & 0x7f) != Hart.SINK;
    return switch ((int) u & 0x3ff) {
      case Uop.JAL -> links ? CodeCache.Listener.FUNCTION : CodeCache.Listener.LOOP;
      case Uop.JALR -> links ? CodeCache.Listener.FUNCTION : CodeCache.Listener.INSIDE;
      default -> CodeCache.Listener.LOOP;
    };
  }

  private static long csr(Hart h, int operation, long a, int constant) {
    boolean writes = (constant & 1 << 12) != 0;
    long operand = (constant & 1 << 13) != 0 ? constant >>> 14 : a;
    int csr = constant & 0xfff;
    return switch (operation) {
      case Uop.CSRRW -> Csr.swap(h, csr, operand);
      case Uop.CSRRS -> Csr.set(h, csr, operand, writes);
      default -> Csr.clear(h, csr, operand, writes);
    };
  }
}
