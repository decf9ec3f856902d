package dev.ferry.opt;

import dev.ferry.ir.Block;
import dev.ferry.ir.CallInfo;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.FunctionBuilder;
import dev.ferry.ir.Global;
import dev.ferry.ir.Layout;
import dev.ferry.ir.MemAccess;
import dev.ferry.ir.MemBlock;
import dev.ferry.ir.MemType;
import dev.ferry.ir.Module;
import dev.ferry.ir.Op;
import dev.ferry.ir.ParamType;
import dev.ferry.ir.Signature;
import dev.ferry.ir.Slot;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random modules as the lowering would write them: variables in slots, structured control flow,
 * every loop bounded. Defined behaviour only: no nsw promise that breaks, no bad address. {@code
 * main} returns a checksum of all globals.
 */
final class RandomProgram {
  private static final Op[] ARITHMETIC = {
    Op.ADD, Op.SUB, Op.MUL, Op.AND, Op.OR, Op.XOR, Op.SHL, Op.SHR, Op.SAR, Op.SDIV, Op.UDIV,
    Op.SREM, Op.UREM, Op.MULHU, Op.MULHS, Op.SMIN, Op.UMAX, Op.ROTL
  };
  private static final Op[] COMPARES = {Op.EQ, Op.NE, Op.SLT, Op.SLE, Op.ULT, Op.ULE};
  private static final int FUNCTIONS = 4;

  private final Random random;
  private final Module module = new Module("random", 64);
  private final List<Symbol> globals = new ArrayList<>();
  private final List<Function> functions = new ArrayList<>();
  private FunctionBuilder out;
  private List<Slot> words;
  private List<Slot> longs;
  private List<Slot> arrays;
  private final List<Slot> counters = new ArrayList<>();
  private int depth;
  private int budget;
  private int loopDepth;

  RandomProgram(long seed) {
    random = new Random(seed);
  }

  Module make() {
    for (int i = 0; i < 4; i++) {
      Symbol symbol = module.symbol("g" + i);
      symbol.isDefined = true;
      symbol.linkage = i % 2 == 0 ? Symbol.Linkage.LOCAL : Symbol.Linkage.GLOBAL;
      Global global = new Global(symbol, 64, 8);
      global.bytes = new byte[40];
      random.nextBytes(global.bytes);
      global.isReadOnly = i == 3;
      module.globals.add(global);
      globals.add(symbol);
    }
    for (int i = 0; i < FUNCTIONS; i++) {
      function("f" + i, i);
    }
    main();
    return module;
  }

  private static ParamType scalar(Type type) {
    return new ParamType.Scalar(type);
  }

  private static final Layout PAIR = new Layout(16, 8, List.of());

  private void function(String name, int index) {
    Symbol symbol = module.symbol(name);
    symbol.isFunction = true;
    symbol.isDefined = true;
    symbol.linkage = Symbol.Linkage.LOCAL;
    List<ParamType> params = new ArrayList<>(List.of(scalar(Type.I32), scalar(Type.I64)));
    boolean aggregate = index % 2 == 1;
    if (aggregate) {
      params.add(new ParamType.Aggregate(PAIR));
    }
    Function function =
        new Function(module, symbol, new Signature(params, scalar(Type.I64), false, params.size()));
    module.functions.add(function);
    start(function);
    Value a = function.entry().addParam(Type.I32);
    Value b = function.entry().addParam(Type.I64);
    out.store(new MemAccess(MemType.I32, 0), out.slotAddr(words.get(0), 0), a);
    out.store(new MemAccess(MemType.I64, 0), out.slotAddr(longs.get(0), 0), b);
    if (aggregate) {
      Slot slot = function.addSlot("pair", 16, 8);
      slot.param = 2;
      arrays.add(slot);
    }
    budget = 30;
    statements(6);
    out.ret(wide());
    functions.add(function);
  }

  private void start(Function function) {
    out = new FunctionBuilder(function);
    out.start(function.newBlock("entry"));
    words = new ArrayList<>();
    longs = new ArrayList<>();
    arrays = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      words.add(function.addSlot("w" + i, 4, 4));
      longs.add(function.addSlot("l" + i, 8, 8));
    }
    arrays.add(function.addSlot("a0", 32, 8));
    arrays.add(function.addSlot("s1", 16, 8));
    for (Slot slot : words) {
      Value v = out.iconst(Type.I32, random.nextInt(100));
      out.store(new MemAccess(MemType.I32, 0), out.slotAddr(slot, 0), v);
    }
    for (Slot slot : longs) {
      Value v = out.iconst(Type.I64, random.nextLong() >> random.nextInt(64));
      out.store(new MemAccess(MemType.I64, 0), out.slotAddr(slot, 0), v);
    }
    for (Slot slot : arrays) {
      out.memset(
          out.slotAddr(slot, 0), out.iconst(Type.I32, 7), slot.size, new MemBlock(8, 1, false));
    }
  }

  private void main() {
    Symbol symbol = module.symbol("main");
    symbol.isFunction = true;
    symbol.isDefined = true;
    Function function =
        new Function(module, symbol, new Signature(List.of(), scalar(Type.I64), false, 0));
    module.functions.add(function);
    start(function);
    budget = 60;
    statements(10);
    Value sum = wide();
    for (Symbol global : globals) {
      for (int at = 0; at < 64; at += 8) {
        Value part = out.load(Type.I64, new MemAccess(MemType.I64, at), out.globalAddr(global, 0));
        Value scaled = out.binary(Op.MUL, sum, out.iconst(Type.I64, 31));
        sum = out.binary(Op.ADD, scaled, part);
      }
    }
    out.ret(sum);
  }

  // ---- statements

  private void statements(int count) {
    for (int i = 0; i < count && budget > 0; i++) {
      budget--;
      statement();
    }
  }

  private void statement() {
    switch (random.nextInt(depth > 3 ? 6 : 12)) {
      case 0, 1 -> storeWord(word());
      case 2 -> storeWide(wide());
      case 3, 4 -> storeMemory();
      case 5 -> copy();
      case 6, 7 -> conditional();
      case 8 -> loop();
      case 9 -> choice();
      case 10 -> call();
      default -> doLoop();
    }
  }

  private void storeWord(Value value) {
    out.store(new MemAccess(MemType.I32, 0), out.slotAddr(words.get(random.nextInt(3)), 0), value);
  }

  private void storeWide(Value value) {
    out.store(new MemAccess(MemType.I64, 0), out.slotAddr(longs.get(random.nextInt(3)), 0), value);
  }

  /**
   * An address with at least {@code bytes} behind it, from a global or an array, constant or not.
   */
  private Value address(int bytes, boolean writable) {
    int pick = random.nextInt(globals.size() + arrays.size());
    long size;
    Value base;
    if (pick < globals.size()) {
      if (writable && pick == 3) {
        pick = 0;
      }
      size = 64;
      base = out.globalAddr(globals.get(pick), 0);
    } else {
      Slot slot = arrays.get(pick - globals.size());
      size = slot.size;
      base = out.slotAddr(slot, 0);
    }
    if (!counters.isEmpty() && size == 64 && random.nextBoolean()) {
      Slot counter = counters.get(random.nextInt(counters.size()));
      Value i = out.load(Type.I32, new MemAccess(MemType.I32, 0), out.slotAddr(counter, 0));
      Value wide = out.unary(Op.SEXT, Type.I64, i);
      return out.binary(Op.ADD, base, out.binary(Op.MUL, wide, out.iconst(Type.I64, 8)));
    }
    int slots = (int) size / 8;
    if (random.nextInt(3) > 0) {
      return out.binary(Op.ADD, base, out.iconst(Type.I64, random.nextInt(slots) * 8L));
    }
    Value index = out.binary(Op.AND, wide(), out.iconst(Type.I64, slots - 1));
    Value scaled = out.binary(Op.SHL, index, out.iconst(Type.I64, 3));
    return out.binary(Op.ADD, base, scaled);
  }

  private static final MemType[] MEMORY = {
    MemType.I8S, MemType.I8U, MemType.I16S, MemType.I16U, MemType.I32, MemType.I64, MemType.I32U
  };

  private void storeMemory() {
    MemType type = MEMORY[random.nextInt(6)];
    Value value = type == MemType.I64 ? wide() : word();
    out.store(new MemAccess(type, 0), address(8, true), value);
  }

  private void copy() {
    Slot from = arrays.get(random.nextInt(arrays.size()));
    Slot to = arrays.get(random.nextInt(arrays.size()));
    MemBlock block = new MemBlock(8, 8, false);
    switch (random.nextInt(3)) {
      case 0 ->
          out.memcpy(
              out.globalAddr(globals.get(random.nextInt(3)), 16), out.slotAddr(from, 0), 16, block);
      case 1 ->
          out.memcpy(
              out.slotAddr(to, 0), out.globalAddr(globals.get(random.nextInt(4)), 8), 16, block);
      default -> {
        if (from != to) {
          out.memcpy(out.slotAddr(to, 0), out.slotAddr(from, 0), 16, block);
        }
      }
    }
  }

  private void conditional() {
    Function function = out.function;
    Block then = function.newBlock("then");
    Block otherwise = function.newBlock("else");
    Block join = function.newBlock("join");
    out.branch(condition(), then, otherwise);
    depth++;
    out.start(then);
    statements(3);
    out.jump(join);
    out.start(otherwise);
    if (random.nextBoolean()) {
      statements(3);
    }
    if (random.nextInt(8) == 0) {
      out.ret(out.function.signature.scalarResult() == Type.I64 ? wide() : null);
      depth--;
      out.start(join);
      return;
    }
    out.jump(join);
    depth--;
    out.start(join);
  }

  private void loop() {
    if (loopDepth > 1) {
      return;
    }
    Function function = out.function;
    Slot counter = function.addSlot("i", 4, 4);
    MemAccess access = new MemAccess(MemType.I32, 0);
    out.store(access, out.slotAddr(counter, 0), out.iconst(Type.I32, 0));
    Block head = function.newBlock("head");
    Block body = function.newBlock("body");
    Block next = function.newBlock("next");
    Block done = function.newBlock("done");
    out.jumpAndStart(head);
    Value i = out.load(Type.I32, access, out.slotAddr(counter, 0));
    int limit = random.nextInt(9);
    out.branch(out.binary(Op.SLT, i, out.iconst(Type.I32, limit)), body, done);
    out.start(body);
    depth++;
    loopDepth++;
    words.add(counter);
    counters.add(counter);
    statements(4);
    if (random.nextInt(3) == 0) {
      Block go = function.newBlock("go");
      out.branch(condition(), random.nextBoolean() ? done : next, go);
      out.start(go);
      statements(2);
    }
    words.removeLast();
    counters.removeLast();
    loopDepth--;
    depth--;
    out.jumpAndStart(next);
    Value now = out.load(Type.I32, access, out.slotAddr(counter, 0));
    Value one = out.iconst(Type.I32, 1);
    out.store(access, out.slotAddr(counter, 0), out.signedBinary(Op.ADD, now, one));
    out.jump(head);
    out.start(done);
  }

  /** Counts down at the bottom. */
  private void doLoop() {
    if (loopDepth > 1) {
      return;
    }
    Function function = out.function;
    Slot counter = function.addSlot("n", 8, 8);
    MemAccess access = new MemAccess(MemType.I64, 0);
    out.store(access, out.slotAddr(counter, 0), out.iconst(Type.I64, 1 + random.nextInt(7)));
    Block body = function.newBlock("do");
    Block done = function.newBlock("done");
    out.jumpAndStart(body);
    depth++;
    loopDepth++;
    statements(4);
    loopDepth--;
    depth--;
    Value now = out.load(Type.I64, access, out.slotAddr(counter, 0));
    Value less = out.signedBinary(Op.SUB, now, out.iconst(Type.I64, 1));
    out.store(access, out.slotAddr(counter, 0), less);
    out.branch(out.binary(Op.NE, less, out.iconst(Type.I64, 0)), body, done);
    out.start(done);
  }

  private void choice() {
    Function function = out.function;
    int count = 2 + random.nextInt(4);
    long[] cases = new long[count];
    Edge[] edges = new Edge[count + 1];
    Block join = function.newBlock("endswitch");
    Block[] blocks = new Block[count + 1];
    for (int i = 0; i <= count; i++) {
      blocks[i] = i == count || random.nextInt(4) > 0 ? function.newBlock("case") : join;
      edges[i] = new Edge(blocks[i]);
      if (i < count) {
        cases[i] = i * (random.nextInt(5) == 0 ? 1L : 2L) + i;
      }
    }
    for (int i = 0; i < count; i++) {
      cases[i] = i * 3L;
    }
    Value value = out.binary(Op.AND, word(), out.iconst(Type.I32, 15));
    out.switchTo(value, cases, edges);
    depth++;
    for (Block block : blocks) {
      if (block != join) {
        out.start(block);
        statements(2);
        out.jump(join);
      }
    }
    depth--;
    out.start(join);
  }

  private void call() {
    if (functions.isEmpty() || loopDepth > 1) {
      return;
    }
    Function callee = functions.get(random.nextInt(functions.size()));
    CallInfo info = new CallInfo(callee.symbol, callee.signature);
    List<Value> args = new ArrayList<>(List.of(word(), wide()));
    if (callee.signature.params().size() > 2) {
      args.add(out.slotAddr(arrays.get(1), 0));
    }
    storeWide(out.call(info, args.toArray(Value[]::new)));
  }

  // ---- expressions

  private Value condition() {
    if (random.nextInt(3) == 0) {
      // The same variable against few constants: conditions that imply each other.
      Slot slot = words.get(random.nextInt(2));
      Value a = out.load(Type.I32, new MemAccess(MemType.I32, 0), out.slotAddr(slot, 0));
      Value c = out.iconst(Type.I32, random.nextInt(4));
      Op op = COMPARES[random.nextInt(COMPARES.length)];
      return random.nextBoolean() ? out.binary(op, a, c) : out.binary(op, c, a);
    }
    boolean isWide = random.nextInt(3) == 0;
    Value a = isWide ? wide() : word();
    Value b = isWide ? wide() : word();
    return random.nextInt(6) == 0 && !isWide
        ? a
        : out.binary(COMPARES[random.nextInt(COMPARES.length)], a, b);
  }

  private int nest;

  private Value word() {
    if (++nest > 3) {
      nest--;
      return leafWord();
    }
    Value result =
        switch (random.nextInt(9)) {
          case 0, 1, 2 -> binary(word(), word());
          case 3 -> out.binary(COMPARES[random.nextInt(6)], word(), word());
          case 4 -> out.unary(Op.TRUNC, Type.I32, wide());
          case 5 ->
              out.unary(
                  new Op[] {Op.SEXT8, Op.ZEXT8, Op.SEXT16, Op.ZEXT16, Op.CLZ, Op.CTZ, Op.POPCNT}
                      [random.nextInt(7)],
                  Type.I32,
                  word());
          case 6 -> out.select(condition(), word(), word());
          default -> leafWord();
        };
    nest--;
    return result;
  }

  private Value leafWord() {
    if (random.nextInt(3) == 0) {
      return out.iconst(Type.I32, constant());
    }
    if (random.nextInt(4) == 0) {
      MemType type = MEMORY[random.nextInt(5)];
      return out.load(Type.I32, new MemAccess(type, 0), address(8, false));
    }
    Slot slot = words.get(random.nextInt(words.size()));
    return out.load(Type.I32, new MemAccess(MemType.I32, 0), out.slotAddr(slot, 0));
  }

  private Value wide() {
    if (++nest > 3) {
      nest--;
      return leafWide();
    }
    Value result =
        switch (random.nextInt(8)) {
          case 0, 1, 2 -> binary(wide(), wide());
          case 3 -> out.unary(Op.SEXT, Type.I64, word());
          case 4 -> out.unary(Op.ZEXT, Type.I64, word());
          case 5 -> out.select(condition(), wide(), wide());
          default -> leafWide();
        };
    nest--;
    return result;
  }

  private Value leafWide() {
    if (random.nextInt(3) == 0) {
      return out.iconst(Type.I64, constant());
    }
    if (random.nextInt(3) == 0) {
      MemType type = MEMORY[random.nextInt(7)];
      return out.load(Type.I64, new MemAccess(type, 0), address(8, false));
    }
    Slot slot = longs.get(random.nextInt(longs.size()));
    return out.load(Type.I64, new MemAccess(MemType.I64, 0), out.slotAddr(slot, 0));
  }

  private long constant() {
    return switch (random.nextInt(5)) {
      case 0 -> random.nextInt(10);
      case 1 -> 1L << random.nextInt(63);
      case 2 -> -1 - random.nextInt(5);
      case 3 -> random.nextInt();
      default ->
          new long[] {255, 256, 65535, 31, 32, 63, 0x7fffffffL, 0xffffffffL}[random.nextInt(8)];
    };
  }

  private Value binary(Value a, Value b) {
    return out.binary(ARITHMETIC[random.nextInt(ARITHMETIC.length)], a, b);
  }
}
