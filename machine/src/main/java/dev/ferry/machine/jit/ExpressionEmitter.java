package dev.ferry.machine.jit;

import static dev.ferry.machine.jit.Names.I;
import static dev.ferry.machine.jit.Names.INT_CLASS;
import static dev.ferry.machine.jit.Names.J;
import static dev.ferry.machine.jit.Names.LONG_CLASS;
import static dev.ferry.machine.jit.Names.MATH;

import dev.ferry.isa.Meaning.Binary;
import dev.ferry.isa.Meaning.Call;
import dev.ferry.isa.Meaning.Conditional;
import dev.ferry.isa.Meaning.Constant;
import dev.ferry.isa.Meaning.Expression;
import dev.ferry.isa.Meaning.Extend;
import dev.ferry.isa.Meaning.Load;
import dev.ferry.isa.Meaning.Name;
import dev.ferry.isa.Meaning.Operand;
import dev.ferry.isa.Meaning.Operator;
import dev.ferry.isa.Meaning.Register;
import dev.ferry.isa.Meaning.Unary;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Values of instructions' meanings on the JVM's stack. */
final class ExpressionEmitter {
  private final Frame frame;
  private final CodeBuilder c;

  ExpressionEmitter(Frame frame) {
    this.frame = frame;
    this.c = frame.c;
  }

  private long constant(Operand o) {
    return switch (o.name()) {
      case IMM -> frame.now.imm;
      case PC -> frame.now.pc;
      case NEXT -> frame.now.next();
      case XLEN -> frame.xlen();
      case CSR -> frame.now.imm & 0xfff;
      case ZIMM -> frame.now.rs1;
      case RM -> frame.now.rm;
    };
  }

  /** A value as a long. */
  void emitInt64(Expression e) {
    switch (e) {
      case Register r -> {
        if (r.isFloat()) {
          frame.loadBits(Meanings.number(r, frame.now));
        } else {
          frame.loadLong(Meanings.number(r, frame.now));
        }
      }
      case Operand o -> c.loadConstant(constant(o));
      case Constant k -> c.loadConstant(k.value());
      case Unary u -> {
        emitInt64(u.value());
        if (u.operator() == '-') {
          c.lneg();
        } else {
          c.loadConstant(-1L).lxor();
        }
      }
      case Binary b -> emitBinary64(b);
      case Conditional k -> emitConditional(k);
      case Extend x -> emitExtend(x);
      case Load l -> throw new IllegalStateException("load inside an expression");
      case Call call -> emitCall(call);
    }
  }

  private void emitBinary64(Binary b) {
    if (Meanings.isComparison(b.operator())) {
      emitInt32(b);
      c.i2l();
      return;
    }
    boolean logical =
        b.operator() == Operator.AND || b.operator() == Operator.OR || b.operator() == Operator.XOR;
    boolean narrow = frame.xlen() == 32 && !readsFloat(b);
    if (narrow || logical && frame.isWord(b)) {
      emitInt32(b);
      c.i2l();
      return;
    }
    if (b.operator() == Operator.ADD && emitCopy(b, this::emitInt64)) {
      return;
    }
    emitInt64(b.left());
    switch (b.operator()) {
      case SHL, SHR, USHR -> {
        emitInt32(b.right());
        switch (b.operator()) {
          case SHL -> c.lshl();
          case SHR -> c.lshr();
          default -> c.lushr();
        }
      }
      default -> {
        emitInt64(b.right());
        switch (b.operator()) {
          case MUL -> c.lmul();
          case ADD -> c.ladd();
          case SUB -> c.lsub();
          case AND -> c.land();
          case OR -> c.lor();
          default -> c.lxor();
        }
      }
    }
  }

  /** Moves and constants, which are additions of zero: the other operand only. */
  private boolean emitCopy(Binary sum, Consumer<Expression> emit) {
    if (Meanings.isZero(sum.left(), frame.now)) {
      emit.accept(sum.right());
    } else if (Meanings.isZero(sum.right(), frame.now)) {
      emit.accept(sum.left());
    } else {
      return false;
    }
    return true;
  }

  private static boolean readsFloat(Expression e) {
    return switch (e) {
      case Register r -> r.isFloat();
      case Binary b -> readsFloat(b.left()) || readsFloat(b.right());
      default -> false;
    };
  }

  private void emitConditional(Conditional k) {
    Label yes = c.newLabel();
    Label done = c.newLabel();
    if (isMinimum(k)) {
      return;
    }
    emitCondition(k.condition(), yes);
    emitInt64(k.no());
    c.goto_(done);
    c.labelBinding(yes);
    emitInt64(k.yes());
    c.labelBinding(done);
  }

  /** min and max of two registers, for which HotSpot has one instruction. */
  private boolean isMinimum(Conditional k) {
    if (!(k.condition() instanceof Binary b) || b.operator() != Operator.LT) {
      return false;
    }
    emitInt64(b.left());
    emitInt64(b.right());
    String name = b.left().equals(k.yes()) ? "min" : "max";
    c.invokestatic(MATH, name, MethodTypeDesc.of(J, J, J));
    return true;
  }

  private void emitExtend(Extend x) {
    if (x.bits() < 32) {
      emitExtend32(x);
      c.i2l();
    } else if (!x.signed()) {
      emitInt64(x.value());
      c.loadConstant(0xffffffffL).land();
    } else if (x.value() instanceof Register r && frame.isWord(r)) {
      emitInt64(r);
    } else {
      emitInt32(x.value());
      c.i2l();
    }
  }

  /** The low 32 bits of a value as an int. */
  void emitInt32(Expression e) {
    switch (e) {
      case Register r -> {
        if (r.isFloat()) {
          emitInt64(r);
          c.l2i();
        } else {
          frame.loadInt(Meanings.number(r, frame.now));
        }
      }
      case Operand o -> c.loadConstant((int) constant(o));
      case Constant k -> c.loadConstant((int) k.value());
      case Unary u -> {
        emitInt32(u.value());
        if (u.operator() == '-') {
          c.ineg();
        } else {
          c.iconst_m1().ixor();
        }
      }
      case Binary b -> emitBinary32(b);
      case Extend x -> emitExtend32(x);
      case Conditional k -> {
        emitInt64(k);
        c.l2i();
      }
      case Load l -> throw new IllegalStateException("load inside an expression");
      case Call call -> {
        emitInt64(call);
        c.l2i();
      }
    }
  }

  /** The low 32 bits of an extended value. */
  private void emitExtend32(Extend x) {
    emitInt32(x.value());
    if (x.bits() == 32) {
      return;
    }
    if (!x.signed()) {
      c.loadConstant((1 << x.bits()) - 1).iand();
    } else if (x.bits() == 8) {
      c.i2b();
    } else {
      c.i2s();
    }
  }

  private boolean isBelow32(Expression amount) {
    return frame.xlen() == 32
        || amount instanceof Binary b
            && b.operator() == Operator.AND
            && b.right() instanceof Constant k
            && k.value() == 31
        || amount instanceof Operand o
            && o.name() == Name.IMM
            && frame.now.imm >= 0
            && frame.now.imm < 32;
  }

  private void emitBinary32(Binary b) {
    if (Meanings.isComparison(b.operator())) {
      Label yes = c.newLabel();
      Label done = c.newLabel();
      emitCondition(b, yes);
      c.iconst_0().goto_(done);
      c.labelBinding(yes);
      c.iconst_1();
      c.labelBinding(done);
      return;
    }
    boolean shift =
        switch (b.operator()) {
          case SHL, SHR, USHR -> true;
          default -> false;
        };
    boolean low =
        !shift
            || isBelow32(b.right())
                && (b.operator() == Operator.SHL
                    || frame.xlen() == 32
                    || b.operator() == Operator.SHR && frame.isWord(b.left())
                    || b.left() instanceof Extend x
                        && x.bits() == 32
                        && x.signed() == (b.operator() == Operator.SHR));
    if (!low || frame.xlen() == 32 && readsFloat(b)) {
      emitBinary64(b);
      c.l2i();
      return;
    }
    if (b.operator() == Operator.ADD && emitCopy(b, this::emitInt32)) {
      return;
    }
    emitInt32(b.left());
    emitInt32(b.right());
    switch (b.operator()) {
      case MUL -> c.imul();
      case ADD -> c.iadd();
      case SUB -> c.isub();
      case SHL -> c.ishl();
      case SHR -> c.ishr();
      case USHR -> c.iushr();
      case AND -> c.iand();
      case XOR -> c.ixor();
      default -> c.ior();
    }
  }

  /** Jumps where a comparison holds. */
  void emitCondition(Expression e, Label yes) {
    if (!(e instanceof Binary b) || !Meanings.isComparison(b.operator())) {
      emitInt64(e);
      c.lconst_0().lcmp().ifne(yes);
      return;
    }
    boolean unsigned = b.operator() == Operator.LTU || b.operator() == Operator.GEU;
    if (frame.isWord(b.left()) && frame.isWord(b.right())) {
      emitInt32(b.left());
      emitInt32(b.right());
      if (unsigned) {
        c.invokestatic(INT_CLASS, "compareUnsigned", MethodTypeDesc.of(I, I, I));
        jump(b.operator(), yes);
        return;
      }
      switch (b.operator()) {
        case EQ -> c.if_icmpeq(yes);
        case NE -> c.if_icmpne(yes);
        case LT -> c.if_icmplt(yes);
        default -> c.if_icmpge(yes);
      }
      return;
    }
    emitInt64(b.left());
    emitInt64(b.right());
    if (unsigned) {
      c.invokestatic(LONG_CLASS, "compareUnsigned", MethodTypeDesc.of(I, J, J));
    } else {
      c.lcmp();
    }
    jump(b.operator(), yes);
  }

  /** Jumps on the outcome of a three-way comparison. */
  private void jump(Operator operator, Label yes) {
    switch (operator) {
      case EQ -> c.ifeq(yes);
      case NE -> c.ifne(yes);
      case LT, LTU -> c.iflt(yes);
      default -> c.ifge(yes);
    }
  }

  // ---- calls of the static methods behind meanings -----------------------------------------

  /** A call that neither traps nor touches the hart. */
  private void emitCall(Call call) {
    if (callsHart(call)) {
      throw new IllegalStateException(call.method() + " inside an expression");
    }
    emitArguments(call, new ArrayList<>());
  }

  /** The call of an instruction's meaning that may trap or raise flags; the hart is complete. */
  void emitHartCall(Call call) {
    c.aload(Frame.H);
    List<ClassDesc> types = new ArrayList<>();
    types.add(Names.HART);
    emitArguments(call, types);
  }

  private void emitArguments(Call call, List<ClassDesc> types) {
    boolean isa = call.owner().equals("Arith") || call.owner().equals("Bits");
    for (Expression argument : call.arguments()) {
      boolean small =
          argument instanceof Operand o && (o.name() == Name.RM || o.name() == Name.XLEN)
              || isa && argument instanceof Constant;
      if (small) {
        emitInt32(argument);
        types.add(I);
      } else if (call.owner().equals("Atomics") && types.size() == 1) {
        emitAddress(argument);
        types.add(J);
      } else {
        emitInt64(argument);
        types.add(J);
      }
    }
    ClassDesc owner =
        switch (call.owner()) {
          case "Fp" -> Names.FP;
          case "Atomics" -> Names.ATOMICS;
          default -> ClassDesc.of("dev.ferry.isa." + call.owner());
        };
    c.invokestatic(owner, call.method(), MethodTypeDesc.of(J, types));
  }

  /** The address on the stack, zero-extended on RV32. */
  void emitAddress(Expression address) {
    if (frame.xlen() == 64) {
      emitInt64(address);
    } else {
      emitInt32(address);
      c.i2l().loadConstant(0xffffffffL).land();
    }
  }

  /** Whether a call accesses memory, reads the rounding mode or raises flags. */
  static boolean callsHart(Call call) {
    return call.owner().equals("Atomics") || call.owner().equals("Fp") && takesHart(call.method());
  }

  private static boolean takesHart(String method) {
    return !method.startsWith("copySign")
        && !method.startsWith("class")
        && !method.startsWith("constant")
        && !method.startsWith("box")
        && !method.equals("pair");
  }
}
