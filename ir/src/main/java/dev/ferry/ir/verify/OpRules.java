package dev.ferry.ir.verify;

import dev.ferry.ir.AsmInfo;
import dev.ferry.ir.Atomic;
import dev.ferry.ir.Block;
import dev.ferry.ir.CallInfo;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.MemAccess;
import dev.ferry.ir.MemBlock;
import dev.ferry.ir.MemType;
import dev.ferry.ir.Op;
import dev.ferry.ir.ParamType;
import dev.ferry.ir.Slot;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Types, counts and payloads of one instruction, as {@link Op} states them. */
final class OpRules {
  private final Function function;
  private final Type pointer;

  OpRules(Function function) {
    this.function = function;
    this.pointer = function.module.pointerType();
  }

  /** What is wrong with the instruction, or null. */
  @Nullable String check(Instruction instruction) {
    int arity = instruction.op.arity();
    if (arity >= 0 && instruction.args.length != arity) {
      return instruction.args.length + " operands, not " + arity;
    }
    if (instruction.nsw && !mayBeNsw(instruction.op)) {
      return "nsw has no meaning here";
    }
    return types(instruction);
  }

  private static boolean mayBeNsw(Op op) {
    return op == Op.ADD || op == Op.SUB || op == Op.MUL || op == Op.SHL;
  }

  private static @Nullable String require(boolean holds, String message) {
    return holds ? null : message;
  }

  private static boolean is(Instruction instruction, int arg, @Nullable Type type) {
    return instruction.args[arg].type == type;
  }

  private @Nullable String types(Instruction instruction) {
    Type type = instruction.type;
    return switch (instruction.op) {
      case ICONST ->
          require(
              type == Type.I64 || type == Type.I32 && instruction.imm == (int) instruction.imm,
              "constant out of range");
      case FCONST ->
          require(
              type == Type.F64 || type == Type.F32 && instruction.imm >>> 32 == 0,
              "float bits out of range");
      case UNDEF -> require(type != null, "no type");
      case GLOBAL_ADDR -> address(instruction, instruction.payload instanceof Symbol);
      case SLOT_ADDR ->
          address(
              instruction,
              instruction.payload instanceof Slot slot
                  && slot.id < function.slots.size()
                  && function.slots.get(slot.id) == slot);
      case BLOCK_ADDR ->
          address(instruction, instruction.payload instanceof Block block && block.addressTaken);
      case IS_CONSTANT, VARIADIC_COUNT -> require(type == Type.I32, "not i32");
      case OBJECT_SIZE -> address(instruction, instruction.imm >= 0 && instruction.imm <= 3);
      case FRAME_ADDR, RETURN_ADDR, STATIC_CHAIN, THREAD_POINTER, STACK_SAVE ->
          address(instruction, true);
      case ADD,
          SUB,
          MUL,
          MULHS,
          MULHU,
          SDIV,
          UDIV,
          SREM,
          UREM,
          AND,
          OR,
          XOR,
          SHL,
          SHR,
          SAR,
          ROTL,
          ROTR,
          SMIN,
          SMAX,
          UMIN,
          UMAX ->
          require(isInt(type) && is(instruction, 0, type) && is(instruction, 1, type), "types");
      case CLZ, CTZ, POPCNT, BSWAP, SEXT8, SEXT16, ZEXT8, ZEXT16 ->
          require(isInt(type) && is(instruction, 0, type), "types");
      case EQ, NE, SLT, SLE, ULT, ULE ->
          require(
              type == Type.I32
                  && isInt(instruction.args[0].type)
                  && is(instruction, 1, instruction.args[0].type),
              "types");
      case SEXT, ZEXT -> require(type == Type.I64 && is(instruction, 0, Type.I32), "types");
      case TRUNC -> require(type == Type.I32 && is(instruction, 0, Type.I64), "types");
      case FADD, FSUB, FMUL, FDIV, FMIN, FMAX, FCOPYSIGN ->
          require(isFloat(type) && is(instruction, 0, type) && is(instruction, 1, type), "types");
      case FNEG, FABS, FSQRT -> require(isFloat(type) && is(instruction, 0, type), "types");
      case FRINT ->
          require(
              isFloat(type)
                  && is(instruction, 0, type)
                  && (instruction.imm >= 0 && instruction.imm <= 4 || instruction.imm == 7),
              "types or rounding mode");
      case FMA ->
          require(
              isFloat(type)
                  && is(instruction, 0, type)
                  && is(instruction, 1, type)
                  && is(instruction, 2, type),
              "types");
      case FEQ, FNE, FLT, FLE ->
          require(
              type == Type.I32
                  && isFloat(instruction.args[0].type)
                  && is(instruction, 1, instruction.args[0].type),
              "types");
      case FCLASS -> require(type == Type.I32 && isFloat(instruction.args[0].type), "types");
      case SI2F, UI2F -> require(isFloat(type) && isInt(instruction.args[0].type), "types");
      case F2SI, F2UI -> require(isInt(type) && isFloat(instruction.args[0].type), "types");
      case FPROMOTE -> require(type == Type.F64 && is(instruction, 0, Type.F32), "types");
      case FDEMOTE -> require(type == Type.F32 && is(instruction, 0, Type.F64), "types");
      case BITCAST -> require(bitcast(type, instruction.args[0].type), "types");
      case SELECT ->
          require(
              type != null
                  && is(instruction, 0, Type.I32)
                  && is(instruction, 1, type)
                  && is(instruction, 2, type),
              "types");
      case COPY -> require(type != null && is(instruction, 0, type), "types");
      case LOAD -> memory(instruction, instruction.payload, type, 0);
      case STORE ->
          type != null
              ? "a result"
              : memory(instruction, instruction.payload, instruction.args[1].type, 0);
      case MEMCPY, MEMSET -> memBlock(instruction);
      case ATOMIC_LOAD, ATOMIC_STORE, ATOMIC_RMW, ATOMIC_CAS, FENCE -> atomic(instruction);
      case STACK_ALLOC ->
          require(
              type == pointer && is(instruction, 0, pointer) && Long.bitCount(instruction.imm) == 1,
              "types or alignment");
      case STACK_RESTORE, VA_START, PREFETCH ->
          require(type == null && is(instruction, 0, pointer), "types");
      case CLEAR_CACHE ->
          require(
              type == null && is(instruction, 0, pointer) && is(instruction, 1, pointer), "types");
      case CALL -> call(instruction);
      case ASM -> asm(instruction);
      case RESULT -> result(instruction);
      case TRAP -> require(type == null, "a result");
    };
  }

  private static boolean isInt(@Nullable Type type) {
    return type != null && type.isInt();
  }

  private static boolean isFloat(@Nullable Type type) {
    return type != null && type.isFloat();
  }

  private static boolean bitcast(@Nullable Type to, @Nullable Type from) {
    return to != null && from != null && to.bytes() == from.bytes() && to.isInt() != from.isInt();
  }

  private @Nullable String address(Instruction instruction, boolean payload) {
    if (!payload) {
      return "payload";
    }
    return require(instruction.type == pointer, "the type should be " + pointer.text());
  }

  private @Nullable String memory(
      Instruction instruction, @Nullable Object payload, @Nullable Type type, int address) {
    if (!(payload instanceof MemAccess access)) {
      return "payload";
    }
    if (access.align() <= 0 || Integer.bitCount(access.align()) != 1) {
      return "alignment";
    }
    if (access.alias() < 0 || access.alias() >= function.module.aliasParent.length) {
      return "alias class";
    }
    if (!is(instruction, address, pointer)) {
      return "the address should be " + pointer.text();
    }
    return require(type != null && fits(access.type(), type), "memory and value type");
  }

  private static boolean fits(MemType memory, Type type) {
    return switch (type) {
      case I32 -> memory.isInt() && memory.bytes() <= 4 && memory != MemType.I32U;
      case I64 -> memory.isInt();
      case F32 -> memory == MemType.F32;
      case F64 -> memory == MemType.F64;
    };
  }

  private @Nullable String memBlock(Instruction instruction) {
    if (!(instruction.payload instanceof MemBlock) || instruction.imm < 0) {
      return "payload or size";
    }
    Type second = instruction.op == Op.MEMCPY ? pointer : Type.I32;
    return require(
        instruction.type == null && is(instruction, 0, pointer) && is(instruction, 1, second),
        "types");
  }

  private @Nullable String atomic(Instruction instruction) {
    if (!(instruction.payload instanceof Atomic atomic)) {
      return "payload";
    }
    return switch (instruction.op) {
      case ATOMIC_LOAD -> memory(instruction, atomic.access(), instruction.type, 0);
      case ATOMIC_STORE ->
          instruction.type != null
              ? "a result"
              : memory(instruction, atomic.access(), instruction.args[1].type, 0);
      case ATOMIC_RMW ->
          !is(instruction, 1, instruction.type) || atomic.rmw() == null
              ? "types or kind"
              : memory(instruction, atomic.access(), instruction.type, 0);
      case ATOMIC_CAS ->
          !is(instruction, 1, instruction.type) || !is(instruction, 2, instruction.type)
              ? "types"
              : memory(instruction, atomic.access(), instruction.type, 0);
      default -> require(instruction.type == null, "a result");
    };
  }

  private @Nullable String call(Instruction instruction) {
    if (!(instruction.payload instanceof CallInfo call)) {
      return "payload";
    }
    List<ParamType> params = call.signature().params();
    int first = call.firstArgument();
    int count = first + params.size() + (call.staticChain() ? 1 : 0);
    if (instruction.args.length != count) {
      return instruction.args.length + " operands, not " + count;
    }
    if (instruction.type != call.signature().scalarResult()) {
      return "result type";
    }
    if (!call.signature().variadic() && call.signature().named() != params.size()) {
      return "named parameters";
    }
    for (int i = 0; i < first; i++) {
      if (!is(instruction, i, pointer)) {
        return "operand " + i + " should be an address";
      }
    }
    for (int i = 0; i < params.size(); i++) {
      Type type = params.get(i) instanceof ParamType.Scalar(Type scalar) ? scalar : pointer;
      if (!is(instruction, first + i, type)) {
        return "argument " + i + " should be " + type.text();
      }
    }
    return null;
  }

  private @Nullable String asm(Instruction instruction) {
    if (!(instruction.payload instanceof AsmInfo asm)) {
      return "payload";
    }
    return require(
        instruction.type == null && instruction.args.length == asm.inputs().size(), "operands");
  }

  private @Nullable String result(Instruction instruction) {
    if (!(instruction.args[0] instanceof Instruction asm)
        || asm.op != Op.ASM
        || asm.block != instruction.block) {
      return "no asm of this block";
    }
    List<AsmInfo.Output> outputs = asm.asm().outputs();
    if (instruction.imm < 0 || instruction.imm >= outputs.size()) {
      return "no such output";
    }
    return require(outputs.get((int) instruction.imm).type() == instruction.type, "types");
  }
}
