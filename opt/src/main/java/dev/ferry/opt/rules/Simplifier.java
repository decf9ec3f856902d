package dev.ferry.opt.rules;

import dev.ferry.ir.CallInfo;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.MemAccess;
import dev.ferry.ir.Op;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.ir.eval.Eval;
import dev.ferry.ir.eval.FloatEval;
import dev.ferry.opt.PassContext;
import java.util.ArrayList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Simplifies one instruction at a time: constant folding, canonical operand order, address folding,
 * the rule table, and the few rewrites that a rule cannot say. New instructions go to the end of
 * {@link #output}, already simplified.
 */
public final class Simplifier implements Matcher.Builder {
  private static final int MAX_DEPTH = 8;

  private final Function function;
  private final PassContext context;
  private final Matcher matcher;
  private final ConstantMemory memory;
  private int[] uses;
  private int depth;

  /** Where new instructions go; the caller sets it to the list of the block in work. */
  public ArrayList<Instruction> output = new ArrayList<>();

  private int loc;
  private boolean changedOperands;
  private @Nullable Signs signs;

  /**
   * @param uses use counts by value id; values made later count as used once
   */
  public Simplifier(Function function, PassContext context, int[] uses) {
    this.function = function;
    this.context = context;
    this.uses = uses;
    this.matcher = new Matcher(this);
    this.memory = context.constantMemory(function.module);
  }

  /** Uses facts about the function's values beside those that their operands show. */
  public void use(Signs facts) {
    signs = facts;
  }

  /** Whether an instruction that stayed got other operands, so that the function has changed. */
  public boolean changedOperands() {
    return changedOperands;
  }

  @Override
  public boolean isNonNegative(Value value) {
    Signs facts = signs;
    return facts != null && facts.isNonNegative(value) || KnownBits.isNonNegative(value);
  }

  /** What may stand for the instruction, or null if it stays (its operands may have changed). */
  public @Nullable Value simplify(Instruction instruction) {
    loc = instruction.loc;
    depth = 0;
    return simplifyNew(instruction);
  }

  private @Nullable Value simplifyNew(Instruction instruction) {
    Value[] args = instruction.args;
    Op op = instruction.op;
    if (op == Op.COPY) {
      return args[0];
    }
    if (op == Op.LOAD || op == Op.STORE) {
      foldAddress(instruction);
      return op == Op.LOAD ? memory.load(instruction, this) : null;
    }
    if (op == Op.IS_CONSTANT) {
      return isConstant(args[0]) ? constant(Type.I32, 1) : null;
    }
    if (op == Op.CALL) {
      callDirectly(instruction);
      return null;
    }
    if (!Eval.isFoldable(op)) {
      return null;
    }
    if (allConstant(args)) {
      return fold(instruction);
    }
    if (op.isCommutative() && isConstant(args[0]) && !isConstant(args[1])) {
      Value first = args[0];
      args[0] = args[1];
      args[1] = first;
      changedOperands = true;
    }
    Value special = special(instruction);
    return special != null ? special : matcher.apply(instruction);
  }

  /** A call through the address of a symbol is a call of the symbol. */
  private void callDirectly(Instruction call) {
    CallInfo info = call.call();
    if (info.isIndirect()
        && call.args[0] instanceof Instruction target
        && target.op == Op.GLOBAL_ADDR
        && target.imm == 0) {
      call.payload = info.to(target.symbol());
      call.args = Arrays.copyOfRange(call.args, 1, call.args.length);
      changedOperands = true;
    }
  }

  // ---- constants

  static boolean isConstant(Value value) {
    return value instanceof Instruction i && (i.op == Op.ICONST || i.op == Op.FCONST);
  }

  private static boolean allConstant(Value[] args) {
    for (Value arg : args) {
      if (!isConstant(arg)) {
        return false;
      }
    }
    return true;
  }

  private static long constant(Value[] args, int i) {
    return i < args.length ? ((Instruction) args[i]).imm : 0;
  }

  private Value fold(Instruction instruction) {
    Value[] args = instruction.args;
    long result = Eval.apply(instruction, constant(args, 0), constant(args, 1), constant(args, 2));
    if (context.wantsRemarks()) {
      context.optimized(function, loc, "constant folded");
    }
    return constant(instruction.requireType(), result);
  }

  @Override
  public Value constant(Type type, long value) {
    Instruction made = function.newInstruction(type.isInt() ? Op.ICONST : Op.FCONST, type);
    made.imm =
        switch (type) {
          case I32 -> (int) value;
          case F32 -> value & 0xffffffffL;
          case I64, F64 -> value;
        };
    made.loc = loc;
    output.add(made);
    return made;
  }

  // ---- building

  @Override
  public Value build(Op op, Type type, boolean nsw, Value[] args) {
    Instruction made = function.newInstruction(op, type, args);
    made.nsw = nsw;
    made.loc = loc;
    for (Value arg : args) {
      count(arg);
    }
    if (depth < MAX_DEPTH) {
      depth++;
      Value simpler = simplifyNew(made);
      depth--;
      if (simpler != null) {
        return simpler;
      }
    }
    output.add(made);
    return made;
  }

  @Override
  public void fired(String rule) {
    if (context.wantsRemarks()) {
      context.optimized(function, loc, "rule " + rule);
    }
  }

  private void count(Value value) {
    if (value.id >= uses.length) {
      uses = Arrays.copyOf(uses, Math.max(value.id + 1, uses.length * 2));
    }
    uses[value.id]++;
  }

  @Override
  public boolean hasOneUse(Value value) {
    return value.id >= uses.length || uses[value.id] <= 1;
  }

  // ---- what rules cannot say

  private @Nullable Value special(Instruction i) {
    Value[] args = i.args;
    return switch (i.op) {
      case ADD -> addressSum(i, args);
      case SUB, EQ, NE, ULT, ULE -> placesInObject(i, args[0], args[1]);
      case SELECT ->
          args[0] instanceof Instruction c && c.op == Op.ICONST ? args[c.imm != 0 ? 1 : 2] : null;
      case FMUL -> isFloat(args[1], 1.0) ? args[0] : null;
      case FDIV -> divide(i, args);
      case FSUB -> isPositiveZero(args[1]) ? args[0] : null;
      case FADD -> isNegativeZero(args[1]) ? args[0] : null;
      case ZEXT -> zeroExtendedLoad(i, args[0]);
      case FEQ, FNE, FLT, FLE ->
          neverHolds(i.op, args) ? constant(Type.I32, i.op == Op.FNE ? 1 : 0) : null;
      default -> anyUndefined(i, args);
    };
  }

  private static @Nullable Value anyUndefined(Instruction i, Value[] args) {
    // x op undef for the ops whose result may then be anything.
    return switch (i.op) {
      case SUB, XOR, SEXT8, SEXT16 ->
          args[0] instanceof Instruction a && a.op == Op.UNDEF ? a : null;
      default -> null;
    };
  }

  /** {@code slot_addr + c} and {@code global_addr + c} are addresses again. */
  private @Nullable Value addressSum(Instruction i, Value[] args) {
    if (args[0] instanceof Instruction base
        && (base.op == Op.SLOT_ADDR || base.op == Op.GLOBAL_ADDR)
        && args[1] instanceof Instruction c
        && c.op == Op.ICONST
        && base.imm + c.imm == (int) (base.imm + c.imm)) {
      Instruction made = function.newInstruction(base.op, i.type);
      made.payload = base.payload;
      made.imm = base.imm + c.imm;
      made.loc = loc;
      output.add(made);
      return made;
    }
    return null;
  }

  /**
   * The distance or the order of two places of one object, of which one in the frame is not null.
   * Which comes first is only known of places not in front of it: it does not reach around the
   * address space.
   */
  private @Nullable Value placesInObject(Instruction i, Value a, Value b) {
    if (isInFrame(a)
        && b instanceof Instruction c
        && c.isConst(0)
        && (i.op == Op.EQ || i.op == Op.NE)) {
      return constant(Type.I32, i.op == Op.NE ? 1 : 0);
    }
    if (!(a instanceof Instruction x
        && b instanceof Instruction y
        && (x.op == Op.SLOT_ADDR || x.op == Op.GLOBAL_ADDR)
        && x.op == y.op
        && x.payload == y.payload)) {
      return anyUndefined(i, i.args);
    }
    boolean isOrdered = x.imm >= 0 && y.imm >= 0;
    return switch (i.op) {
      case SUB -> constant(i.requireType(), x.imm - y.imm);
      case EQ -> constant(Type.I32, x.imm == y.imm ? 1 : 0);
      case NE -> constant(Type.I32, x.imm != y.imm ? 1 : 0);
      case ULT -> isOrdered ? constant(Type.I32, x.imm < y.imm ? 1 : 0) : null;
      case ULE -> isOrdered ? constant(Type.I32, x.imm <= y.imm ? 1 : 0) : null;
      default -> null;
    };
  }

  private static boolean isInFrame(Value value) {
    return value instanceof Instruction i && i.op == Op.SLOT_ADDR && i.imm >= 0;
  }

  /**
   * Whether a comparison is false (for FNE, true) whatever is compared: with NaN, or asking for
   * less than the least of what can be.
   */
  private static boolean neverHolds(Op op, Value[] args) {
    if (isNaN(args[0]) || isNaN(args[1])) {
      return true;
    }
    boolean isMagnitude = args[0] instanceof Instruction i && i.op == Op.FABS;
    return op == Op.FLT
        && (args[0] == args[1]
            || isFloat(args[0], Double.POSITIVE_INFINITY)
            || isFloat(args[1], Double.NEGATIVE_INFINITY)
            || isMagnitude && isFloat(args[1], 0));
  }

  private static boolean isNaN(Value value) {
    return value instanceof Instruction c
        && c.op == Op.FCONST
        && (c.type == Type.F32
            ? Float.isNaN(FloatEval.f32(c.imm))
            : Double.isNaN(FloatEval.f64(c.imm)));
  }

  private static boolean isFloat(Value value, double wanted) {
    return value instanceof Instruction c
        && c.op == Op.FCONST
        && (c.type == Type.F32
            ? FloatEval.f32(c.imm) == (float) wanted
            : FloatEval.f64(c.imm) == wanted);
  }

  private static boolean isPositiveZero(Value value) {
    return value instanceof Instruction c && c.op == Op.FCONST && c.imm == 0;
  }

  private static boolean isNegativeZero(Value value) {
    return value instanceof Instruction c
        && c.op == Op.FCONST
        && c.imm == (c.type == Type.F32 ? 1L << 31 : 1L << 63);
  }

  /** Division by one, and by a power of two as a product with its exact inverse. */
  private @Nullable Value divide(Instruction i, Value[] args) {
    if (isFloat(args[1], 1.0)) {
      return args[0];
    }
    if (!(args[1] instanceof Instruction c) || c.op != Op.FCONST) {
      return null;
    }
    Type type = i.requireType();
    double divisor = type == Type.F32 ? FloatEval.f32(c.imm) : FloatEval.f64(c.imm);
    int exponent = Math.getExponent(divisor);
    if (Double.isNaN(divisor)
        || Math.abs(divisor) != Math.scalb(1.0, exponent)
        || Math.abs(exponent) > (type == Type.F32 ? 120 : 1000)) {
      return null;
    }
    double inverse = 1 / divisor;
    long bits = type == Type.F32 ? FloatEval.bits((float) inverse) : FloatEval.bits(inverse);
    return build(Op.FMUL, type, false, new Value[] {args[0], constant(type, bits)});
  }

  /** {@code zext (load i32 p)}, used once, is a zero-extending load. */
  private @Nullable Value zeroExtendedLoad(Instruction i, Value arg) {
    if (arg instanceof Instruction load
        && load.op == Op.LOAD
        && !load.access().isVolatile()
        && hasOneUse(load)
        && !output.isEmpty()
        && output.getLast() == load) {
      MemAccess a = load.access();
      if (a.type() == dev.ferry.ir.MemType.I32) {
        Instruction wide = function.newInstruction(Op.LOAD, Type.I64, load.args[0]);
        wide.payload =
            new MemAccess(
                dev.ferry.ir.MemType.I32U, a.offset(), a.align(), a.alias(), a.isVolatile());
        wide.loc = load.loc;
        output.add(wide);
        return wide;
      }
    }
    return null;
  }

  // ---- addresses

  /** Constants added to an address go into the access, and an address's own offset too. */
  private void foldAddress(Instruction access) {
    MemAccess payload = access.access();
    Value address = access.args[0];
    long offset = payload.offset();
    boolean changed = false;
    while (address instanceof Instruction i) {
      if (i.op == Op.ADD && i.args[1] instanceof Instruction c && c.op == Op.ICONST) {
        if (!fitsOffset(offset + c.imm)) {
          break;
        }
        offset += c.imm;
        address = i.args[0];
      } else if ((i.op == Op.SLOT_ADDR || i.op == Op.GLOBAL_ADDR)
          && i.imm != 0
          && fitsOffset(offset + i.imm)) {
        offset += i.imm;
        Instruction base = function.newInstruction(i.op, i.type);
        base.payload = i.payload;
        base.loc = i.loc;
        output.add(base);
        address = base;
      } else {
        break;
      }
      changed = true;
    }
    if (changed) {
      access.args[0] = address;
      access.payload = payload.withOffset((int) offset);
      changedOperands = true;
    }
  }

  private boolean fitsOffset(long offset) {
    return context.costs.isAddressOffset(offset);
  }
}
