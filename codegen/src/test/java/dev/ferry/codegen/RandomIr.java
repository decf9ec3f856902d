package dev.ferry.codegen;

import dev.ferry.ir.Atomic;
import dev.ferry.ir.Block;
import dev.ferry.ir.CallInfo;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.MemAccess;
import dev.ferry.ir.MemBlock;
import dev.ferry.ir.MemType;
import dev.ferry.ir.Module;
import dev.ferry.ir.Op;
import dev.ferry.ir.ParamType;
import dev.ferry.ir.Signature;
import dev.ferry.ir.Slot;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random functions {@code i64 f(i64, i64, i32, i32, f64, f32)} that always end: expression soup
 * over all pure ops, memory in slots, counted loops, diamonds, switches, calls of each other. The
 * result hashes every value.
 */
final class RandomIr {
  private static final Op[] BINARY = {
    Op.ADD, Op.SUB, Op.MUL, Op.MULHS, Op.MULHU, Op.SDIV, Op.UDIV, Op.SREM, Op.UREM, Op.AND, Op.OR,
    Op.XOR, Op.SHL, Op.SHR, Op.SAR, Op.ROTL, Op.ROTR, Op.SMIN, Op.SMAX, Op.UMIN, Op.UMAX
  };
  private static final Op[] UNARY = {
    Op.CLZ, Op.CTZ, Op.POPCNT, Op.BSWAP, Op.SEXT8, Op.SEXT16, Op.ZEXT8, Op.ZEXT16
  };
  private static final Op[] COMPARE = {Op.EQ, Op.NE, Op.SLT, Op.SLE, Op.ULT, Op.ULE};
  private static final Op[] FBINARY = {
    Op.FADD, Op.FSUB, Op.FMUL, Op.FDIV, Op.FMIN, Op.FMAX, Op.FCOPYSIGN
  };
  private static final Op[] FUNARY = {Op.FNEG, Op.FABS, Op.FSQRT};
  private static final Op[] FCOMPARE = {Op.FEQ, Op.FNE, Op.FLT, Op.FLE};
  private static final Type[] TYPES = Type.values();

  static final Signature SIGNATURE =
      new Signature(
          List.of(
              new ParamType.Scalar(Type.I64),
              new ParamType.Scalar(Type.I64),
              new ParamType.Scalar(Type.I32),
              new ParamType.Scalar(Type.I32),
              new ParamType.Scalar(Type.F64),
              new ParamType.Scalar(Type.F32)),
          new ParamType.Scalar(Type.I64),
          false,
          6);

  private final Random random;
  private final Module module;
  private Function function;
  private Block block;
  private final List<Value> pool = new ArrayList<>();
  private int budget;
  private final List<Slot> slots = new ArrayList<>();
  private final List<Symbol> callable = new ArrayList<>();

  private RandomIr(long seed) {
    this.random = new Random(seed);
    this.module = new Module("random", 64);
    this.function = new Function(module, module.symbol("unused"), SIGNATURE);
    this.block = function.newBlock("unused");
  }

  /** A module of functions {@code f0..f(n-1)}; later ones call earlier ones. */
  static Module module(long seed, int count, int size) {
    RandomIr generator = new RandomIr(seed);
    for (int i = 0; i < count; i++) {
      generator.function("f" + i, size);
    }
    return generator.module;
  }

  private void function(String name, int size) {
    Symbol symbol = module.symbol(name);
    symbol.isFunction = true;
    symbol.isDefined = true;
    function = new Function(module, symbol, SIGNATURE);
    module.functions.add(function);
    pool.clear();
    slots.clear();
    budget = size;
    block = function.addBlock("entry");
    for (ParamType param : SIGNATURE.params()) {
      pool.add(block.addParam(((ParamType.Scalar) param).type()));
    }
    for (int i = 0; i < 4; i++) {
      slots.add(function.addSlot("s" + i, 16L << random.nextInt(3), 8));
    }
    for (Slot slot : slots) {
      Instruction fill = emit(Op.MEMSET, null, slotAddress(slot, 0), constant(Type.I32, 17));
      fill.imm = slot.size;
      fill.payload = new MemBlock(8, 1, false);
    }
    statements(0);
    Value hash = constant(Type.I64, 7);
    for (Value value : pool) {
      hash = mix(hash, value);
    }
    for (Slot slot : slots) {
      Instruction load = emit(Op.LOAD, Type.I64, slotAddress(slot, 8));
      load.payload = new MemAccess(MemType.I64, 0);
      hash = mix(hash, load);
    }
    block.terminator = new Terminator.Return(hash);
    callable.add(symbol);
  }

  private Value mix(Value hash, Value value) {
    Value bits =
        switch (value.requireType()) {
          case I64 -> value;
          case I32 -> emit(Op.SEXT, Type.I64, value);
          case F64 -> emit(Op.BITCAST, Type.I64, value);
          case F32 -> emit(Op.SEXT, Type.I64, emit(Op.BITCAST, Type.I32, value));
        };
    Value scaled = emit(Op.MUL, Type.I64, hash, constant(Type.I64, 31));
    return emit(Op.XOR, Type.I64, scaled, bits);
  }

  private Instruction emit(Op op, Type type, Value... args) {
    Instruction inst = function.newInstruction(op, type, args);
    block.append(inst);
    return inst;
  }

  private Value constant(Type type, long value) {
    Instruction inst = function.newConst(type, value);
    block.append(inst);
    return inst;
  }

  private Value slotAddress(Slot slot, long offset) {
    Instruction inst = emit(Op.SLOT_ADDR, Type.I64);
    inst.payload = slot;
    inst.imm = offset;
    return inst;
  }

  private long interesting() {
    return switch (random.nextInt(8)) {
      case 0 -> random.nextInt(16) - 8;
      case 1 -> 1L << random.nextInt(64);
      case 2 -> (1L << random.nextInt(64)) - 1;
      case 3 -> random.nextInt(4096) - 2048;
      case 4 -> random.nextInt();
      case 5 -> -(1L << random.nextInt(64));
      case 6 -> random.nextInt(0x20000) - 0x10000;
      default -> random.nextLong();
    };
  }

  private Value pick(Type type) {
    for (int tries = 0; tries < 12; tries++) {
      Value value = pool.get(random.nextInt(pool.size()));
      if (value.type == type) {
        return value;
      }
    }
    if (type.isInt()) {
      return constant(type, interesting());
    }
    Instruction inst = emit(Op.FCONST, type);
    double value = random.nextInt(5) == 0 ? 0 : random.nextGaussian() * 1000;
    inst.imm =
        type == Type.F64
            ? Double.doubleToRawLongBits(value)
            : Float.floatToRawIntBits((float) value) & 0xffffffffL;
    return inst;
  }

  private Value operand(Type type) {
    return type.isInt() && random.nextInt(3) == 0 ? constant(type, interesting()) : pick(type);
  }

  private <T> T any(T[] choices) {
    return choices[random.nextInt(choices.length)];
  }

  private void statements(int depth) {
    int n = 2 + random.nextInt(8);
    for (int i = 0; i < n && budget > 0; i++) {
      budget--;
      int kind = random.nextInt(20);
      if (depth < 3 && kind == 0) {
        diamond(depth);
      } else if (depth < 2 && kind == 1) {
        loop(depth);
      } else if (depth < 3 && kind == 2) {
        switches(depth);
      } else if (kind == 3 && !callable.isEmpty() && depth < 1) {
        call();
      } else if (kind < 7) {
        memory();
      } else {
        pool.add(expression());
      }
    }
  }

  private Value expression() {
    Type type = any(TYPES);
    if (type.isInt()) {
      return switch (random.nextInt(12)) {
        case 0, 1, 2, 3, 4 -> emit(any(BINARY), type, pick(type), operand(type));
        case 5 -> emit(any(UNARY), type, pick(type));
        case 6 -> compare();
        case 7 ->
            type == Type.I64
                ? emit(random.nextBoolean() ? Op.SEXT : Op.ZEXT, Type.I64, pick(Type.I32))
                : emit(Op.TRUNC, Type.I32, pick(Type.I64));
        case 8 -> emit(Op.SELECT, type, condition(), operand(type), operand(type));
        case 9 -> {
          Type from = random.nextBoolean() ? Type.F64 : Type.F32;
          yield emit(random.nextBoolean() ? Op.F2SI : Op.F2UI, type, pick(from));
        }
        case 10 -> emit(Op.BITCAST, type, pick(type == Type.I64 ? Type.F64 : Type.F32));
        default -> emit(any(BINARY), type, pick(type), pick(type));
      };
    }
    return switch (random.nextInt(9)) {
      case 0, 1, 2 -> emit(any(FBINARY), type, pick(type), pick(type));
      case 3 -> emit(any(FUNARY), type, pick(type));
      case 4 -> emit(Op.FMA, type, pick(type), pick(type), signed(type));
      case 5 -> {
        Type from = random.nextBoolean() ? Type.I32 : Type.I64;
        yield emit(random.nextBoolean() ? Op.SI2F : Op.UI2F, type, pick(from));
      }
      case 6 ->
          type == Type.F64
              ? emit(Op.FPROMOTE, type, pick(Type.F32))
              : emit(Op.FDEMOTE, type, pick(Type.F64));
      case 7 -> emit(Op.SELECT, type, condition(), pick(type), pick(type));
      default -> {
        Instruction round = emit(Op.FRINT, type, pick(type));
        round.imm = random.nextInt(5);
        yield round;
      }
    };
  }

  private Value signed(Type type) {
    Value value = pick(type);
    return random.nextBoolean() ? emit(Op.FNEG, type, value) : value;
  }

  private Value compare() {
    if (random.nextInt(4) == 0) {
      Type type = random.nextBoolean() ? Type.F64 : Type.F32;
      return emit(any(FCOMPARE), Type.I32, pick(type), pick(type));
    }
    Type type = random.nextBoolean() ? Type.I64 : Type.I32;
    return emit(any(COMPARE), Type.I32, pick(type), operand(type));
  }

  private Value condition() {
    return switch (random.nextInt(6)) {
      case 0 -> pick(Type.I32);
      case 1 ->
          emit(Op.AND, Type.I32, pick(Type.I32), constant(Type.I32, 1L << random.nextInt(32)));
      case 2 -> emit(Op.XOR, Type.I32, compare(), constant(Type.I32, 1));
      default -> compare();
    };
  }

  private void memory() {
    Slot slot = slots.get(random.nextInt(slots.size()));
    MemType type = MemType.values()[random.nextInt(MemType.values().length)];
    int room = (int) slot.size - type.bytes();
    int offset = random.nextInt(room + 1);
    int align = 1;
    if (random.nextInt(4) != 0) {
      offset &= -type.bytes();
      align = type.bytes();
    } else if (type.bytes() > 1) {
      align = Math.min(Integer.lowestOneBit(offset | 8), type.bytes());
    }
    int split = random.nextBoolean() ? 0 : random.nextInt(offset + 1);
    Value address = slotAddress(slot, split);
    if (random.nextInt(3) == 0) {
      address = emit(Op.ADD, Type.I64, address, constant(Type.I64, 0));
    }
    MemAccess access = new MemAccess(type, offset - split, align, 0, random.nextInt(8) == 0);
    Type valueType =
        switch (type) {
          case F32 -> Type.F32;
          case F64 -> Type.F64;
          case I64, I32U -> Type.I64;
          default -> random.nextBoolean() ? Type.I32 : Type.I64;
        };
    if (random.nextInt(3) == 0 && type.isInt() && align == type.bytes() && type != MemType.I32U) {
      atomic(address, access);
    } else if (random.nextBoolean()) {
      Instruction store = emit(Op.STORE, null, address, operand(valueType));
      store.payload = access;
    } else {
      Instruction load = emit(Op.LOAD, valueType, address);
      load.payload = access;
      pool.add(load);
    }
  }

  private void atomic(Value address, MemAccess access) {
    Type type = access.type() == MemType.I64 ? Type.I64 : Type.I32;
    Atomic.Order order = any(Atomic.Order.values());
    if (random.nextBoolean()) {
      Atomic.Rmw rmw =
          any(
              new Atomic.Rmw[] {
                Atomic.Rmw.XCHG,
                Atomic.Rmw.ADD,
                Atomic.Rmw.SUB,
                Atomic.Rmw.AND,
                Atomic.Rmw.OR,
                Atomic.Rmw.XOR,
                Atomic.Rmw.NAND
              });
      Instruction inst = emit(Op.ATOMIC_RMW, type, address, operand(type));
      inst.payload = new Atomic(access, order, rmw);
      pool.add(inst);
    } else {
      Instruction inst = emit(Op.ATOMIC_CAS, type, address, operand(type), operand(type));
      inst.payload = new Atomic(access, order, null);
      pool.add(inst);
    }
  }

  private void call() {
    Symbol callee = callable.get(random.nextInt(callable.size()));
    Value[] args = {
      operand(Type.I64),
      pick(Type.I64),
      operand(Type.I32),
      pick(Type.I32),
      pick(Type.F64),
      pick(Type.F32)
    };
    Instruction inst = emit(Op.CALL, Type.I64, args);
    inst.payload = new CallInfo(callee, SIGNATURE);
    pool.add(inst);
  }

  /** Values defined inside arms leave through block parameters only. */
  private List<Value> scope() {
    return new ArrayList<>(pool);
  }

  private void restore(List<Value> saved) {
    pool.clear();
    pool.addAll(saved);
  }

  private void diamond(int depth) {
    Value condition = condition();
    Block then = function.addBlock("then");
    Block other = function.addBlock("other");
    Block join = function.newBlock("join");
    block.terminator = new Terminator.Branch(condition, new Edge(then), new Edge(other));
    Type[] types = {any(TYPES), any(TYPES)};
    List<Value> saved = scope();
    block = then;
    statements(depth + 1);
    block.terminator = new Terminator.Jump(join, pick(types[0]), pick(types[1]));
    restore(saved);
    block = other;
    if (random.nextBoolean()) {
      statements(depth + 1);
    }
    block.terminator = new Terminator.Jump(join, pick(types[0]), pick(types[1]));
    restore(saved);
    function.blocks.add(join);
    block = join;
    pool.add(join.addParam(types[0]));
    pool.add(join.addParam(types[1]));
  }

  private void loop(int depth) {
    Block header = function.addBlock("loop");
    Block body = function.newBlock("body");
    Block done = function.newBlock("done");
    Type[] types = {any(TYPES), any(TYPES), any(TYPES)};
    Value[] start = new Value[4];
    start[0] = constant(Type.I32, 0);
    for (int i = 0; i < 3; i++) {
      start[i + 1] = pick(types[i]);
    }
    block.terminator = new Terminator.Jump(header, start);
    block = header;
    Value counter = header.addParam(Type.I32);
    List<Value> saved = scope();
    for (Type type : types) {
      pool.add(header.addParam(type));
    }
    if (random.nextBoolean()) {
      statements(depth + 2);
    }
    Value more = emit(Op.SLT, Type.I32, counter, constant(Type.I32, 2 + random.nextInt(5)));
    Value out = pick(types[0]);
    block.terminator = new Terminator.Branch(more, new Edge(body), new Edge(done, out));
    function.blocks.add(body);
    block = body;
    statements(depth + 1);
    Value next = emit(Op.ADD, Type.I32, counter, constant(Type.I32, 1));
    Value[] again = {next, pick(types[0]), pick(types[1]), pick(types[2])};
    block.terminator = new Terminator.Jump(header, again);
    restore(saved);
    function.blocks.add(done);
    block = done;
    pool.add(done.addParam(types[0]));
  }

  private void switches(int depth) {
    Type type = random.nextBoolean() ? Type.I32 : Type.I64;
    Value value = emit(Op.AND, type, pick(type), constant(type, random.nextBoolean() ? 15 : 63));
    int count = 1 + random.nextInt(12);
    long[] cases = new long[count];
    long at = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      cases[i] = at;
      at += 1 + (random.nextInt(4) == 0 ? random.nextInt(8) : 0);
    }
    int arms = 1 + random.nextInt(4);
    Block[] targets = new Block[arms];
    for (int i = 0; i < arms; i++) {
      targets[i] = function.newBlock("case");
    }
    Block join = function.newBlock("join");
    Type result = any(TYPES);
    Edge[] edges = new Edge[count + 1];
    int run = 0;
    for (int i = 0; i < count; i++) {
      run = random.nextInt(3) == 0 ? random.nextInt(arms) : run;
      edges[i] = random.nextInt(8) == 0 ? new Edge(join, pick(result)) : new Edge(targets[run]);
    }
    edges[count] = new Edge(join, pick(result));
    block.terminator = new Terminator.Switch(value, cases, edges);
    List<Value> saved = scope();
    for (Block target : targets) {
      function.blocks.add(target);
      block = target;
      statements(depth + 1);
      block.terminator = new Terminator.Jump(join, pick(result));
      restore(saved);
    }
    function.blocks.add(join);
    block = join;
    pool.add(join.addParam(result));
  }
}
