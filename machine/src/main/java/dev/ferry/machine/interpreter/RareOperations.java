package dev.ferry.machine.interpreter;

import dev.ferry.isa.Arith;
import dev.ferry.isa.Bits;
import dev.ferry.machine.core.Atomics;
import dev.ferry.machine.core.Fp;
import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.Hart;

/** The less frequent operations, out of the interpreter's loop so that HotSpot compiles it well. */
final class RareOperations {
  private RareOperations() {}

  /** The result of an operation on operands {@code a} and {@code b}, for rd. */
  static long execute(Hart h, int operation, long a, long b, int imm) {
    return switch (operation) {
      case Uop.CLZ -> Bits.clz(a, 64);
      case Uop.CTZ -> Bits.ctz(a, 64);
      case Uop.CPOP -> Bits.cpop(a, 64);
      case Uop.CLZW -> Bits.clz(a, 32);
      case Uop.CTZW -> Bits.ctz(a, 32);
      case Uop.CPOPW -> Bits.cpop(a, 32);
      case Uop.ROL -> Long.rotateLeft(a, (int) b);
      case Uop.ROR -> Long.rotateRight(a, (int) b);
      case Uop.RORI -> Long.rotateRight(a, imm);
      case Uop.ROLW -> Integer.rotateLeft((int) a, (int) b);
      case Uop.RORW -> Integer.rotateRight((int) a, (int) b);
      case Uop.RORIW -> Integer.rotateRight((int) a, imm);
      case Uop.ORC_B -> Bits.orcb(a);
      case Uop.REV8 -> Bits.rev8(a);
      case Uop.REV8W -> Bits.rev8w(a);
      case Uop.CLMUL -> Bits.clmul(a, b, h.xlen());
      case Uop.CLMULH -> Bits.clmulh(a, b, h.xlen());
      case Uop.CLMULR -> Bits.clmulr(a, b, h.xlen());
      case Uop.BCLR -> a & ~(1L << b);
      case Uop.BCLRI -> a & ~(1L << imm);
      case Uop.BINV -> a ^ 1L << b;
      case Uop.BINVI -> a ^ 1L << imm;
      case Uop.BSET -> a | 1L << b;
      case Uop.BSETI -> a | 1L << imm;
      case Uop.BCLRW -> (int) a & ~(1 << b);
      case Uop.BCLRIW -> (int) a & ~(1 << imm);
      case Uop.BINVW -> (int) a ^ 1 << b;
      case Uop.BINVIW -> (int) a ^ 1 << imm;
      case Uop.BSETW -> (int) a | 1 << b;
      case Uop.BSETIW -> (int) a | 1 << imm;
      case Uop.BEXTW -> (int) a >>> b & 1;
      case Uop.BEXTIW -> (int) a >>> imm & 1;
      case Uop.MULH32 -> Arith.mulh(a, b, 32);
      case Uop.MULHU32 -> Arith.mulhu(a, b, 32);
      case Uop.MULHSU32 -> Arith.mulhsu(a, b, 32);
      case Uop.LR_W -> Atomics.loadReserved32(h, a & h.addressMask);
      case Uop.SC_W -> Atomics.storeConditional32(h, a & h.addressMask, b);
      case Uop.AMOSWAP_W -> Atomics.swap32(h, a & h.addressMask, b);
      case Uop.AMOADD_W -> Atomics.add32(h, a & h.addressMask, b);
      case Uop.AMOXOR_W -> Atomics.xor32(h, a & h.addressMask, b);
      case Uop.AMOAND_W -> Atomics.and32(h, a & h.addressMask, b);
      case Uop.AMOOR_W -> Atomics.or32(h, a & h.addressMask, b);
      case Uop.AMOMIN_W -> Atomics.min32(h, a & h.addressMask, b);
      case Uop.AMOMAX_W -> Atomics.max32(h, a & h.addressMask, b);
      case Uop.AMOMINU_W -> Atomics.minu32(h, a & h.addressMask, b);
      case Uop.AMOMAXU_W -> Atomics.maxu32(h, a & h.addressMask, b);
      case Uop.LR_D -> Atomics.loadReserved64(h, a & h.addressMask);
      case Uop.SC_D -> Atomics.storeConditional64(h, a & h.addressMask, b);
      case Uop.AMOSWAP_D -> Atomics.swap64(h, a & h.addressMask, b);
      case Uop.AMOADD_D -> Atomics.add64(h, a & h.addressMask, b);
      case Uop.AMOXOR_D -> Atomics.xor64(h, a & h.addressMask, b);
      case Uop.AMOAND_D -> Atomics.and64(h, a & h.addressMask, b);
      case Uop.AMOOR_D -> Atomics.or64(h, a & h.addressMask, b);
      case Uop.AMOMIN_D -> Atomics.min64(h, a & h.addressMask, b);
      case Uop.AMOMAX_D -> Atomics.max64(h, a & h.addressMask, b);
      case Uop.AMOMINU_D -> Atomics.minu64(h, a & h.addressMask, b);
      case Uop.AMOMAXU_D -> Atomics.maxu64(h, a & h.addressMask, b);
      case Uop.FDIV_S -> Fp.divS(h, a, b, imm & 7);
      case Uop.FSQRT_S -> Fp.sqrtS(h, a, imm & 7);
      case Uop.FMADD_S -> Fp.maddS(h, a, b, h.getScaled(imm >>> 8), imm & 7);
      case Uop.FMSUB_S -> Fp.msubS(h, a, b, h.getScaled(imm >>> 8), imm & 7);
      case Uop.FNMSUB_S -> Fp.nmsubS(h, a, b, h.getScaled(imm >>> 8), imm & 7);
      case Uop.FNMADD_S -> Fp.nmaddS(h, a, b, h.getScaled(imm >>> 8), imm & 7);
      case Uop.FSGNJ_S -> Fp.copySignS(a, b);
      case Uop.FSGNJN_S -> Fp.copySignNotS(a, b);
      case Uop.FSGNJX_S -> Fp.copySignXorS(a, b);
      case Uop.FMIN_S -> Fp.minS(h, a, b);
      case Uop.FMAX_S -> Fp.maxS(h, a, b);
      case Uop.FMINM_S -> Fp.minmS(h, a, b);
      case Uop.FMAXM_S -> Fp.maxmS(h, a, b);
      case Uop.FLE_S -> Fp.leS(h, a, b);
      case Uop.FLT_S -> Fp.ltS(h, a, b);
      case Uop.FEQ_S -> Fp.eqS(h, a, b);
      case Uop.FLEQ_S -> Fp.leqS(h, a, b);
      case Uop.FLTQ_S -> Fp.ltqS(h, a, b);
      case Uop.FCLASS_S -> Fp.classS(a);
      case Uop.FCVT_W_S -> Fp.toInt32S(h, a, imm & 7);
      case Uop.FCVT_S_W -> Fp.fromInt32S(h, a, imm & 7);
      case Uop.FCVT_WU_S -> Fp.toUint32S(h, a, imm & 7);
      case Uop.FCVT_S_WU -> Fp.fromUint32S(h, a, imm & 7);
      case Uop.FCVT_L_S -> Fp.toInt64S(h, a, imm & 7);
      case Uop.FCVT_S_L -> Fp.fromInt64S(h, a, imm & 7);
      case Uop.FCVT_LU_S -> Fp.toUint64S(h, a, imm & 7);
      case Uop.FCVT_S_LU -> Fp.fromUint64S(h, a, imm & 7);
      case Uop.FROUND_S -> Fp.roundS(h, a, imm & 7);
      case Uop.FROUNDNX_S -> Fp.roundnxS(h, a, imm & 7);
      case Uop.FLI_S -> Fp.constantS(imm);
      case Uop.FSQRT_D -> Fp.sqrtD(h, a, imm & 7);
      case Uop.FMIN_D -> Fp.minD(h, a, b);
      case Uop.FMAX_D -> Fp.maxD(h, a, b);
      case Uop.FMINM_D -> Fp.minmD(h, a, b);
      case Uop.FMAXM_D -> Fp.maxmD(h, a, b);
      case Uop.FLEQ_D -> Fp.leqD(h, a, b);
      case Uop.FLTQ_D -> Fp.ltqD(h, a, b);
      case Uop.FCLASS_D -> Fp.classD(a);
      case Uop.FCVT_WU_D -> Fp.toUint32D(h, a, imm & 7);
      case Uop.FCVT_D_WU -> Fp.fromUint32D(h, a, imm & 7);
      case Uop.FCVT_LU_D -> Fp.toUint64D(h, a, imm & 7);
      case Uop.FCVT_D_LU -> Fp.fromUint64D(h, a, imm & 7);
      case Uop.FROUND_D -> Fp.roundD(h, a, imm & 7);
      case Uop.FROUNDNX_D -> Fp.roundnxD(h, a, imm & 7);
      case Uop.FLI_D -> Fp.constantD(imm);
      case Uop.FADD_H -> Fp.addH(h, a, b, imm & 7);
      case Uop.FSUB_H -> Fp.subH(h, a, b, imm & 7);
      case Uop.FMUL_H -> Fp.mulH(h, a, b, imm & 7);
      case Uop.FDIV_H -> Fp.divH(h, a, b, imm & 7);
      case Uop.FSQRT_H -> Fp.sqrtH(h, a, imm & 7);
      case Uop.FMADD_H -> Fp.maddH(h, a, b, h.getScaled(imm >>> 8), imm & 7);
      case Uop.FMSUB_H -> Fp.msubH(h, a, b, h.getScaled(imm >>> 8), imm & 7);
      case Uop.FNMSUB_H -> Fp.nmsubH(h, a, b, h.getScaled(imm >>> 8), imm & 7);
      case Uop.FNMADD_H -> Fp.nmaddH(h, a, b, h.getScaled(imm >>> 8), imm & 7);
      case Uop.FSGNJ_H -> Fp.copySignH(a, b);
      case Uop.FSGNJN_H -> Fp.copySignNotH(a, b);
      case Uop.FSGNJX_H -> Fp.copySignXorH(a, b);
      case Uop.FMIN_H -> Fp.minH(h, a, b);
      case Uop.FMAX_H -> Fp.maxH(h, a, b);
      case Uop.FMINM_H -> Fp.minmH(h, a, b);
      case Uop.FMAXM_H -> Fp.maxmH(h, a, b);
      case Uop.FLE_H -> Fp.leH(h, a, b);
      case Uop.FLT_H -> Fp.ltH(h, a, b);
      case Uop.FEQ_H -> Fp.eqH(h, a, b);
      case Uop.FLEQ_H -> Fp.leqH(h, a, b);
      case Uop.FLTQ_H -> Fp.ltqH(h, a, b);
      case Uop.FCLASS_H -> Fp.classH(a);
      case Uop.FCVT_W_H -> Fp.toInt32H(h, a, imm & 7);
      case Uop.FCVT_H_W -> Fp.fromInt32H(h, a, imm & 7);
      case Uop.FCVT_WU_H -> Fp.toUint32H(h, a, imm & 7);
      case Uop.FCVT_H_WU -> Fp.fromUint32H(h, a, imm & 7);
      case Uop.FCVT_L_H -> Fp.toInt64H(h, a, imm & 7);
      case Uop.FCVT_H_L -> Fp.fromInt64H(h, a, imm & 7);
      case Uop.FCVT_LU_H -> Fp.toUint64H(h, a, imm & 7);
      case Uop.FCVT_H_LU -> Fp.fromUint64H(h, a, imm & 7);
      case Uop.FROUND_H -> Fp.roundH(h, a, imm & 7);
      case Uop.FROUNDNX_H -> Fp.roundnxH(h, a, imm & 7);
      case Uop.FLI_H -> Fp.constantH(imm);
      case Uop.FCVT_H_S -> Fp.sToH(h, a, imm & 7);
      case Uop.FCVT_H_D -> Fp.dToH(h, a, imm & 7);
      case Uop.FCVT_S_H -> Fp.hToS(h, a, imm & 7);
      case Uop.FCVT_D_H -> Fp.hToD(h, a, imm & 7);
      case Uop.FMV_X_W -> (int) a;
      case Uop.FMV_W_X -> Fp.boxS(a);
      case Uop.FMV_X_H -> (short) a;
      case Uop.FMV_H_X -> Fp.boxH(a);
      case Uop.FCVTMOD_W_D -> Fp.modularInt32D(h, a);
      case Uop.FMVH_X_D -> a >> 32;
      case Uop.FMVP_D_X -> Fp.pair(a, b);
      case Uop.CBO_ZERO -> zeroBlock(h, a & h.addressMask);
      default -> throw new IllegalStateException("operation " + operation);
    };
  }

  /** cbo.zero on blocks of 64 bytes. */
  private static long zeroBlock(Hart h, long address) {
    long start = address & -64;
    for (int i = 0; i < 64; i += 8) {
      GuestMemory.store64(h, start + i, 0);
    }
    return 0;
  }
}
