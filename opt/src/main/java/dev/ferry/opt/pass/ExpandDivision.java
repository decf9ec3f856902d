package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Op;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.Uses;
import dev.ferry.opt.Pass;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.edit.Substitution;
import dev.ferry.opt.rules.Simplifier;
import java.util.ArrayList;

/**
 * Division and remainder by constants, as multiplication by a scaled inverse.
 *
 * <p>Algorithm: Granlund and Montgomery 1994, with the constants found as in Warren, "Hacker's
 * Delight", chapter 10. 32-bit quotients come from one 64-bit product. Powers of two become shifts
 * with the bias that rounds towards zero. Not when optimising for size, powers of two aside.
 *
 * <p>Requires nothing; preserves the block graph. Before: {@code %1 = sdiv %0, 10}. After: {@code
 * %3 = mul (sext %0), 0x66666667; %4 = sar %3, 34; …}.
 */
public final class ExpandDivision implements Pass {
  @Override
  public String name() {
    return "expand-division";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    Expander expander = null;
    for (Block block : function.blocks) {
      for (Instruction instruction : block.instructions) {
        if (isCandidate(instruction, context)) {
          if (expander == null) {
            expander = new Expander(function, context);
          }
          expander.run(block);
          break;
        }
      }
    }
    if (expander == null) {
      return false;
    }
    expander.substitution.apply(function);
    return true;
  }

  private static boolean isCandidate(Instruction i, PassContext context) {
    return switch (i.op) {
      case SDIV, UDIV, SREM, UREM ->
          i.args[1] instanceof Instruction c
              && c.op == Op.ICONST
              && c.imm != 0
              && c.imm != 1
              && c.imm != -1
              && (i.type == Type.I32 || i.block == null || is64(i))
              && (isPowerOfTwo(c.imm) || isWorthIt(i, c.imm, context));
      default -> false;
    };
  }

  /**
   * A quotient is worth its three to five instructions. A remainder by itself takes two more and is
   * left to the divider, as gcc's cost model for RISC-V does.
   */
  private static boolean isWorthIt(Instruction i, long d, PassContext context) {
    if (context.options.optimizesSize()) {
      return false;
    }
    return switch (i.op) {
      case SDIV, UDIV ->
          i.type == Type.I32 || i.op == Op.UDIV && d > 0 && !Magic.unsigned64(d).needsAdd;
      default -> i.type == Type.I32 && hasQuotient(i);
    };
  }

  /** Whether the block computes the quotient of the same operands too. */
  private static boolean hasQuotient(Instruction remainder) {
    Block block = remainder.block;
    if (block == null) {
      return false;
    }
    Op wanted = remainder.op == Op.SREM ? Op.SDIV : Op.UDIV;
    for (Instruction i : block.instructions) {
      if (i.op == wanted
          && i.args[0] == remainder.args[0]
          && i.args[1] instanceof Instruction a
          && remainder.args[1] instanceof Instruction b
          && a.op == Op.ICONST
          && a.imm == b.imm) {
        return true;
      }
    }
    return false;
  }

  private static boolean is64(Instruction i) {
    Block block = i.block;
    return block != null && block.function().module.xlen == 64;
  }

  private static boolean isPowerOfTwo(long d) {
    return Long.bitCount(d) == 1 || Long.bitCount(-d) == 1;
  }

  private static final class Expander {
    private final PassContext context;
    private final Simplifier simplifier;
    final Substitution substitution;
    private final boolean is64;

    Expander(Function function, PassContext context) {
      this.context = context;
      this.simplifier = new Simplifier(function, context, Uses.count(function));
      this.substitution = new Substitution(function);
      this.is64 = function.module.xlen == 64;
    }

    void run(Block block) {
      ArrayList<Instruction> output = new ArrayList<>(block.instructions.size() + 16);
      simplifier.output = output;
      for (Instruction instruction : block.instructions) {
        substitution.rewrite(instruction);
        if (is64 && isCandidate(instruction, context) && context.fuel()) {
          context.optimized(block.function(), instruction.loc, "division by a constant multiplied");
          substitution.replace(instruction, expand(instruction));
        } else {
          output.add(instruction);
        }
      }
      for (Instruction instruction : output) {
        instruction.block = block;
      }
      block.instructions.clear();
      block.instructions.addAll(output);
    }

    private Value expand(Instruction i) {
      Value x = i.args[0];
      long d = ((Instruction) i.args[1]).imm;
      Type type = i.requireType();
      return switch (i.op) {
        case SDIV -> signedQuotient(type, x, d);
        case UDIV -> unsignedQuotient(type, x, d);
        case SREM ->
            Long.bitCount(Math.abs(d)) == 1
                ? signedPowerRemainder(type, x, Long.numberOfTrailingZeros(d))
                : remainder(type, x, d, signedQuotient(type, x, d));
        default -> remainder(type, x, d, unsignedQuotient(type, x, d));
      };
    }

    private Value build(Op op, Type type, Value a, Value b) {
      return simplifier.build(op, type, false, new Value[] {a, b});
    }

    private Value build(Op op, Type type, Value a, long b) {
      return build(op, type, a, simplifier.constant(type, b));
    }

    private Value convert(Op op, Type type, Value a) {
      return simplifier.build(op, type, false, new Value[] {a});
    }

    private Value remainder(Type type, Value x, long d, Value quotient) {
      return build(Op.SUB, type, x, build(Op.MUL, type, quotient, d));
    }

    // ---- powers of two

    /** 2^k - 1 where x is negative, else 0. */
    private Value bias(Type type, Value x, int k) {
      int bits = type.bits();
      Value sign = k == 1 ? x : build(Op.SAR, type, x, bits - 1);
      return build(Op.SHR, type, sign, bits - k);
    }

    private Value signedPowerQuotient(Type type, Value x, int k) {
      return build(Op.SAR, type, build(Op.ADD, type, x, bias(type, x, k)), k);
    }

    private Value signedPowerRemainder(Type type, Value x, int k) {
      Value bias = bias(type, x, k);
      long mask = (1L << k) - 1;
      Value low = build(Op.AND, type, build(Op.ADD, type, x, bias), mask);
      return build(Op.SUB, type, low, bias);
    }

    // ---- signed

    private Value signedQuotient(Type type, Value x, long d) {
      if (Long.bitCount(Math.abs(d)) == 1) {
        Value q = signedPowerQuotient(type, x, Long.numberOfTrailingZeros(d));
        return d < 0 ? build(Op.SUB, type, simplifier.constant(type, 0), q) : q;
      }
      return type == Type.I32 ? signed32(x, d) : signed64(x, d);
    }

    /** The high part of a 64-bit product with a positive multiplier below 2^32. */
    private Value signed32(Value x, long d) {
      Magic magic = Magic.signed(32, Math.abs(d));
      Value wide = convert(Op.SEXT, Type.I64, x);
      Value product = build(Op.MUL, Type.I64, wide, magic.multiplier & 0xffffffffL);
      Value high = convert(Op.TRUNC, Type.I32, build(Op.SAR, Type.I64, product, 32 + magic.shift));
      Value sign = build(Op.SAR, Type.I32, x, 31);
      return d < 0 ? build(Op.SUB, Type.I32, sign, high) : build(Op.SUB, Type.I32, high, sign);
    }

    private Value signed64(Value x, long d) {
      Magic magic = Magic.signed(64, d);
      Value high = build(Op.MULHS, Type.I64, x, magic.multiplier);
      if (d > 0 && magic.multiplier < 0) {
        high = build(Op.ADD, Type.I64, high, x);
      } else if (d < 0 && magic.multiplier > 0) {
        high = build(Op.SUB, Type.I64, high, x);
      }
      Value q = build(Op.SAR, Type.I64, high, magic.shift);
      return build(Op.ADD, Type.I64, q, build(Op.SHR, Type.I64, q, 63));
    }

    // ---- unsigned

    private Value unsignedQuotient(Type type, Value x, long d) {
      if (type == Type.I64) {
        return unsigned64(x, d);
      }
      long u = d & 0xffffffffL;
      if (u > 1L << 31) {
        // The quotient is 0 or 1.
        return build(Op.ULE, Type.I32, simplifier.constant(Type.I32, d), x);
      }
      // (x << 32) * m / 2^64 with m up to 33 bits: no zero extension of x is needed.
      Magic magic = Magic.unsigned32(u);
      Value shifted = build(Op.SHL, Type.I64, convert(Op.SEXT, Type.I64, x), 32);
      Value high = build(Op.MULHU, Type.I64, shifted, magic.multiplier);
      return convert(Op.TRUNC, Type.I32, build(Op.SHR, Type.I64, high, magic.shift));
    }

    private Value unsigned64(Value x, long d) {
      if (d < 0) {
        Value big = build(Op.ULE, Type.I32, simplifier.constant(Type.I64, d), x);
        return convert(Op.ZEXT, Type.I64, big);
      }
      int even = Long.numberOfTrailingZeros(d);
      Magic magic = Magic.unsigned64(d);
      if (!magic.needsAdd) {
        Value high = build(Op.MULHU, Type.I64, x, magic.multiplier);
        return build(Op.SHR, Type.I64, high, magic.shift);
      }
      if (even > 0) {
        // A dividend of fewer bits needs a smaller multiplier.
        Magic odd = Magic.unsigned(64 - even, d >>> even);
        Value high = build(Op.MULHU, Type.I64, build(Op.SHR, Type.I64, x, even), odd.multiplier);
        return build(Op.SHR, Type.I64, high, odd.shift);
      }
      Value high = build(Op.MULHU, Type.I64, x, magic.multiplier);
      Value half = build(Op.SHR, Type.I64, build(Op.SUB, Type.I64, x, high), 1);
      return build(Op.SHR, Type.I64, build(Op.ADD, Type.I64, half, high), magic.shift - 1);
    }
  }

  /** A multiplier and what to shift the high half of the product by. */
  record Magic(long multiplier, int shift, boolean needsAdd) {
    /** Hacker's Delight, figure 10-1, for 32 or 64 bits; |d| at least 2. */
    static Magic signed(int bits, long d) {
      long two = bits == 64 ? Long.MIN_VALUE : 1L << 31;
      long ad = Math.abs(d);
      long t = two + (d < 0 ? 1 : 0);
      long anc = t - 1 - Long.remainderUnsigned(t, ad);
      int p = bits - 1;
      long q1 = Long.divideUnsigned(two, anc);
      long r1 = two - q1 * anc;
      long q2 = Long.divideUnsigned(two, ad);
      long r2 = two - q2 * ad;
      long delta;
      do {
        p++;
        q1 <<= 1;
        r1 <<= 1;
        if (Long.compareUnsigned(r1, anc) >= 0) {
          q1++;
          r1 -= anc;
        }
        q2 <<= 1;
        r2 <<= 1;
        if (Long.compareUnsigned(r2, ad) >= 0) {
          q2++;
          r2 -= ad;
        }
        delta = ad - r2;
      } while (Long.compareUnsigned(q1, delta) < 0 || q1 == delta && r1 == 0);
      long m = q2 + 1;
      return new Magic(d < 0 ? -m : m, p - bits, false);
    }

    /** For x below 2^32: x * multiplier >> (32 + shift), the multiplier up to 33 bits. */
    static Magic unsigned32(long d) {
      for (int s = 0; ; s++) {
        long power = s == 32 ? 0 : 1L << (32 + s);
        long q = s == 32 ? Long.divideUnsigned(-1, d) : Long.divideUnsigned(power, d);
        long r = s == 32 ? Long.remainderUnsigned(-1, d) + 1 : power - q * d;
        if (d - r <= 1L << s) {
          return new Magic(q + 1, s, false);
        }
      }
    }

    /** Hacker's Delight, figure 10-2, for 64 bits; d from 3 to 2^63 - 1, no power of two. */
    static Magic unsigned64(long d) {
      boolean add = false;
      long nc = -1 - Long.remainderUnsigned(-d, d);
      int p = 63;
      long q1 = Long.divideUnsigned(Long.MIN_VALUE, nc);
      long r1 = Long.MIN_VALUE - q1 * nc;
      long q2 = Long.divideUnsigned(Long.MAX_VALUE, d);
      long r2 = Long.MAX_VALUE - q2 * d;
      long delta;
      do {
        p++;
        if (Long.compareUnsigned(r1, nc - r1) >= 0) {
          q1 = 2 * q1 + 1;
          r1 = 2 * r1 - nc;
        } else {
          q1 = 2 * q1;
          r1 = 2 * r1;
        }
        if (Long.compareUnsigned(r2 + 1, d - r2) >= 0) {
          add |= Long.compareUnsigned(q2, Long.MAX_VALUE) >= 0;
          q2 = 2 * q2 + 1;
          r2 = 2 * r2 + 1 - d;
        } else {
          add |= q2 < 0;
          q2 = 2 * q2;
          r2 = 2 * r2 + 1;
        }
        delta = d - 1 - r2;
      } while (p < 128 && (Long.compareUnsigned(q1, delta) < 0 || q1 == delta && r1 == 0));
      return new Magic(q2 + 1, p - 64, add);
    }

    /**
     * For x below 2^n with n below 64: x * multiplier >> (64 + shift), and the multiplier fits 64
     * bits: ceil(2^(64+s) / d) with the least s whose error is small enough.
     */
    static Magic unsigned(int n, long d) {
      // 2^64 = q * d + r, then doubled step by step.
      long q = Long.divideUnsigned(-1, d);
      long r = Long.remainderUnsigned(-1, d) + 1;
      if (r == d) {
        q++;
        r = 0;
      }
      int s = 0;
      while (d - r > 1L << (64 - n + s)) {
        q = 2 * q;
        r = 2 * r;
        if (r >= d) {
          q++;
          r -= d;
        }
        s++;
      }
      return new Magic(q + 1, s, false);
    }
  }
}
