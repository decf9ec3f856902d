package dev.ferry.lower;

import dev.ferry.c.typed.Expression;
import dev.ferry.c.typed.Expression.BinaryOp;
import dev.ferry.c.types.CType;
import dev.ferry.ir.FunctionBuilder;
import dev.ferry.ir.MemBlock;
import dev.ferry.ir.Op;
import dev.ferry.ir.Slot;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import java.util.List;

/** The builtins: most become an op or two, the rest a call of the library function. */
final class Builtins {
  /** Bytes of a full set of callee-saved registers, as the runtime's setjmp stores them. */
  static final int JUMP_BUFFER_BYTES = 256;

  private static final Operand NOTHING = new Operand(null, null);

  private final FunctionLowering owner;
  private final FunctionBuilder out;
  private final TypeMap types;
  private final BitBuiltins bits;
  private final FloatBuiltins floats;

  Builtins(FunctionLowering owner) {
    this.owner = owner;
    this.out = owner.out;
    this.types = owner.types;
    this.bits = new BitBuiltins(owner);
    this.floats = new FloatBuiltins(owner);
  }

  Value scalar(Expression.BuiltinCall x) {
    return lower(x).value();
  }

  Place memory(Expression.BuiltinCall x) {
    return lower(x).place();
  }

  void effect(Expression.BuiltinCall x) {
    lower(x);
  }

  private Operand lower(Expression.BuiltinCall x) {
    List<Expression> a = x.arguments();
    return switch (x.builtin()) {
      case CLZ, CTZ, CLRSB, FFS, POPCOUNT, PARITY, BSWAP, BIT_REVERSE -> bits.lower(x);
      case ADD_OVERFLOW -> Operand.of(owner.checked.lower(BinaryOp.ADD, a, true));
      case SUB_OVERFLOW -> Operand.of(owner.checked.lower(BinaryOp.SUB, a, true));
      case MUL_OVERFLOW -> Operand.of(owner.checked.lower(BinaryOp.MUL, a, true));
      case ADD_OVERFLOW_P -> Operand.of(owner.checked.lower(BinaryOp.ADD, a, false));
      case SUB_OVERFLOW_P -> Operand.of(owner.checked.lower(BinaryOp.SUB, a, false));
      case MUL_OVERFLOW_P -> Operand.of(owner.checked.lower(BinaryOp.MUL, a, false));
      case EXPECT, ASSUME_ALIGNED, EXTRACT_RETURN_ADDRESS -> firstOnly(a);
      case UNREACHABLE -> {
        if (owner.sanitizer == null || !owner.sanitizer.unreachable(x)) {
          out.unreachable();
        }
        yield NOTHING;
      }
      case TRAP -> {
        out.emit(Op.TRAP, null);
        out.unreachable();
        yield NOTHING;
      }
      case PREFETCH -> {
        out.emit(Op.PREFETCH, null, owner.expressions.scalar(a.get(0)));
        yield NOTHING;
      }
      case CONSTANT_P -> Operand.of(constantP(a.get(0)));
      case VA_ARG_PACK -> Operand.of(out.iconst(Type.I32, 0));
      case VA_ARG_PACK_LEN -> Operand.of(out.emit(Op.VARIADIC_COUNT, Type.I32));
      case OBJECT_SIZE -> Operand.of(objectSize(x));
      case FRAME_ADDRESS -> Operand.of(frame(Op.FRAME_ADDR, a));
      case RETURN_ADDRESS -> Operand.of(frame(Op.RETURN_ADDR, a));
      case THREAD_POINTER -> Operand.of(out.emit(Op.THREAD_POINTER, types.pointer));
      case CLEAR_CACHE -> {
        Value from = owner.expressions.scalar(a.get(0));
        out.emit(Op.CLEAR_CACHE, null, from, owner.expressions.scalar(a.get(1)));
        yield NOTHING;
      }
      case ALLOCA -> Operand.of(allocate(a.get(0), 16));
      case ALLOCA_WITH_ALIGN -> Operand.of(allocate(a.get(0), constant(a.get(1), 128) / 8));
      case STACK_SAVE -> Operand.of(out.emit(Op.STACK_SAVE, types.pointer));
      case STACK_RESTORE -> {
        out.emit(Op.STACK_RESTORE, null, owner.expressions.scalar(a.get(0)));
        yield NOTHING;
      }
      case SETJMP -> Operand.of(setjmp(a.get(0)));
      case LONGJMP -> {
        longjmp(a.get(0));
        yield NOTHING;
      }
      case EH_RETURN_DATA_REGNO -> Operand.of(out.iconst(Type.I32, registerNumber(a)));
      case VA_START -> {
        out.emit(Op.VA_START, null, owner.expressions.scalar(a.get(0)));
        yield NOTHING;
      }
      case VA_END -> {
        owner.expressions.effect(a.get(0));
        yield NOTHING;
      }
      case VA_COPY -> {
        copyList(a);
        yield NOTHING;
      }
      case FABS,
          COPYSIGN,
          SQRT,
          FMA,
          FMIN,
          FMAX,
          ISNAN,
          ISINF,
          ISINF_SIGN,
          ISFINITE,
          ISNORMAL,
          SIGNBIT,
          FPCLASSIFY,
          ISGREATER,
          ISGREATEREQUAL,
          ISLESS,
          ISLESSEQUAL,
          ISLESSGREATER,
          ISUNORDERED,
          LRINT ->
          floats.lower(x);
      case COMPLEX -> {
        CType.Complex type = (CType.Complex) TypeMap.strip(x.type());
        Operand real = owner.expressions.operand(a.get(0));
        Operand imaginary = owner.expressions.operand(a.get(1));
        yield Operand.of(owner.complex.make(type, real, imaginary));
      }
      case MEMCPY -> Operand.of(memcpy(a));
      case MEMMOVE -> Operand.of(library("memmove", types.pointer, a));
      case MEMSET -> Operand.of(memset(a));
      case MEMCMP -> Operand.of(library("memcmp", Type.I32, a));
      case STRLEN -> Operand.of(library("strlen", types.pointer, a));
      case SHUFFLE -> Operand.of(owner.vectors.shuffle(x.type(), a));
      case SHUFFLEVECTOR -> Operand.of(owner.vectors.shuffleVector(x.type(), a));
      case ATOMIC_LOAD,
          ATOMIC_STORE,
          ATOMIC_EXCHANGE,
          ATOMIC_COMPARE_EXCHANGE,
          ATOMIC_FETCH_ADD,
          ATOMIC_FETCH_SUB,
          ATOMIC_FETCH_AND,
          ATOMIC_FETCH_OR,
          ATOMIC_FETCH_XOR,
          ATOMIC_FETCH_NAND,
          ATOMIC_ADD_FETCH,
          ATOMIC_SUB_FETCH,
          ATOMIC_AND_FETCH,
          ATOMIC_OR_FETCH,
          ATOMIC_XOR_FETCH,
          ATOMIC_NAND_FETCH,
          ATOMIC_TEST_AND_SET,
          ATOMIC_CLEAR,
          ATOMIC_THREAD_FENCE,
          ATOMIC_SIGNAL_FENCE,
          SYNC_VAL_COMPARE_AND_SWAP,
          SYNC_BOOL_COMPARE_AND_SWAP,
          SYNC_LOCK_TEST_AND_SET,
          SYNC_LOCK_RELEASE ->
          owner.atomics.builtin(x);
    };
  }

  private Operand firstOnly(List<Expression> arguments) {
    Operand result = owner.expressions.operand(arguments.get(0));
    for (int i = 1; i < arguments.size(); i++) {
      owner.expressions.effect(arguments.get(i));
    }
    return result;
  }

  static long constant(Expression e, long otherwise) {
    return switch (e) {
      case Expression.IntConst c -> c.value();
      case Expression.Cast c -> constant(c.operand(), otherwise);
      default -> otherwise;
    };
  }

  private static boolean isConstant(Expression e) {
    return constant(e, 0) == constant(e, 1);
  }

  /** What the optimiser finds out. */
  private Value objectSize(Expression.BuiltinCall x) {
    Value address = owner.expressions.scalar(x.arguments().getFirst());
    long mode = constant(x.arguments().get(1), 0);
    return out.emitImm(Op.OBJECT_SIZE, types.pointer, mode, address);
  }

  /** What the optimiser finds out; of a value that lives in memory, nothing. */
  private Value constantP(Expression value) {
    return types.type(value.type()) == null
        ? out.iconst(Type.I32, 0)
        : out.emit(Op.IS_CONSTANT, Type.I32, owner.expressions.scalar(value));
  }

  private Value frame(Op op, List<Expression> arguments) {
    long level = arguments.isEmpty() ? 0 : constant(arguments.get(0), 0);
    return out.emitImm(op, types.pointer, level);
  }

  private static int registerNumber(List<Expression> arguments) {
    long n = constant(arguments.get(0), -1);
    return n >= 0 && n < 4 ? (int) n + 10 : -1;
  }

  private Value allocate(Expression size, long align) {
    Value bytes = owner.expressions.scalar(size);
    return out.emitImm(Op.STACK_ALLOC, types.pointer, Math.max(16, align), bytes);
  }

  /**
   * The user's buffer of five words is too small for the callee-saved registers: its first word
   * points to one in this frame.
   */
  private Value setjmp(Expression buffer) {
    Slot slot = owner.function.addSlot("jmpbuf", JUMP_BUFFER_BYTES, 16);
    Value address = out.slotAddr(slot, 0);
    Place user = Place.of(owner.expressions.scalar(buffer), types.xlenBytes, 0);
    owner.memory.store(user, types.types.voidPointer, address);
    return owner.calls.twice("__ferry_setjmp", address);
  }

  private void longjmp(Expression buffer) {
    Place user = Place.of(owner.expressions.scalar(buffer), types.xlenBytes, 0);
    Value real = owner.memory.load(user, types.types.voidPointer);
    owner.calls.plain("__ferry_longjmp", null, real, out.iconst(Type.I32, 1));
    out.unreachable();
  }

  private void copyList(List<Expression> a) {
    CType pointer = types.types.voidPointer;
    int alias = types.alias(pointer);
    Value to = owner.expressions.scalar(a.get(0));
    Value from = owner.expressions.scalar(a.get(1));
    Value list = owner.memory.load(Place.of(from, types.xlenBytes, alias), pointer);
    owner.memory.store(Place.of(to, types.xlenBytes, alias), pointer, list);
  }

  // ---- memory and strings

  private Value memcpy(List<Expression> a) {
    if (!isConstant(a.get(2))) {
      return library("memcpy", types.pointer, a);
    }
    Value to = owner.expressions.scalar(a.get(0));
    Value from = owner.expressions.scalar(a.get(1));
    MemBlock block = new MemBlock(objectAlign(a.get(0)), objectAlign(a.get(1)), false);
    out.memcpy(to, from, constant(a.get(2), 0), block);
    return to;
  }

  private Value memset(List<Expression> a) {
    if (!isConstant(a.get(2))) {
      return library("memset", types.pointer, a);
    }
    Value to = owner.expressions.scalar(a.get(0));
    Value value = owner.expressions.scalar(a.get(1));
    out.memset(to, value, constant(a.get(2), 0), new MemBlock(objectAlign(a.get(0)), 1, false));
    return to;
  }

  /** The alignment of the object that a pointer is the address of; 1 if that is not seen. */
  private int objectAlign(Expression pointer) {
    return switch (pointer) {
      case Expression.Cast c when TypeMap.strip(c.type()) instanceof CType.Pointer ->
          objectAlign(c.operand());
      case Expression.AddressOf a -> lvalueAlign(a.operand());
      case Expression.PointerAdd p
          when p.dynamicScale() == null && p.index() instanceof Expression.IntConst c ->
          Place.alignAt(objectAlign(p.pointer()), c.value() * p.scale());
      default -> 1;
    };
  }

  private int lvalueAlign(Expression e) {
    return switch (e) {
      case Expression.VarRef v -> Math.max(v.variable().align, types.align(v.type()));
      case Expression.FieldRef f -> Place.alignAt(lvalueAlign(f.base()), f.field().offset());
      case Expression.Deref d -> objectAlign(d.pointer());
      default -> 1;
    };
  }

  private Value library(String name, Type result, List<Expression> arguments) {
    Value[] values = new Value[arguments.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = owner.expressions.scalar(arguments.get(i));
    }
    return owner.calls.plain(name, result, values);
  }
}
