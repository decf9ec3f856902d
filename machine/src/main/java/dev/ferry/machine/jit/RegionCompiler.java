package dev.ferry.machine.jit;

import dev.ferry.isa.Meaning;
import dev.ferry.isa.Meaning.Assign;
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
import dev.ferry.isa.Meaning.Store;
import dev.ferry.isa.Meaning.Unary;
import dev.ferry.isa.Opcode;
import dev.ferry.machine.core.Atomics;
import dev.ferry.machine.core.Csr;
import dev.ferry.machine.core.Dispatcher;
import dev.ferry.machine.core.Fp;
import dev.ferry.machine.core.GuestMemory;
import dev.ferry.machine.core.GuestTrap;
import dev.ferry.machine.core.Hart;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * Emits the class of a region. Guest registers live in JVM locals: x registers as long, f registers
 * as double. A register is loaded at the entry and behind calls where it is live, and written back
 * before calls and at exits where it may be dirty. Everything improbable is out of line at the end
 * of the method, where HotSpot never compiles it unless it happens.
 *
 * <p>Memory accesses are open-coded as in {@link GuestMemory}; their slow path may trap. An
 * exception handler for each set of dirty registers writes them back; the local {@code at} says
 * which instruction trapped and how many of its block had retired.
 */
final class RegionCompiler {
  private static final ClassDesc HART = desc(Hart.class);
  private static final ClassDesc TRANSLATED = desc(Translated.class);
  private static final ClassDesc SUPPORT = desc(Support.class);
  private static final ClassDesc DISPATCHER = desc(Dispatcher.class);
  private static final ClassDesc MEMORY = desc(GuestMemory.class);
  private static final ClassDesc TRAP = desc(GuestTrap.class);
  private static final ClassDesc FP = desc(Fp.class);
  private static final ClassDesc ATOMICS = desc(Atomics.class);
  private static final ClassDesc CSR = desc(Csr.class);
  private static final ClassDesc UNSAFE = ClassDesc.of("jdk.internal.misc.Unsafe");
  private static final ClassDesc LONG_CLASS = desc(Long.class);
  private static final ClassDesc INT_CLASS = desc(Integer.class);
  private static final ClassDesc DOUBLE_CLASS = desc(Double.class);
  private static final ClassDesc MATH = desc(Math.class);
  private static final ClassDesc J = ConstantDescs.CD_long;
  private static final ClassDesc I = ConstantDescs.CD_int;
  private static final ClassDesc Z = ConstantDescs.CD_boolean;
  private static final ClassDesc D = ConstantDescs.CD_double;
  private static final ClassDesc V = ConstantDescs.CD_void;
  private static final ClassDesc OBJECT = ConstantDescs.CD_Object;
  private static final MethodTypeDesc GO = MethodTypeDesc.of(J, HART);
  private static final MethodTypeDesc JJ_I = MethodTypeDesc.of(I, J, J);
  private static final MethodTypeDesc BITS_OF = MethodTypeDesc.of(J, D);
  private static final MethodTypeDesc OF_BITS = MethodTypeDesc.of(D, J);

  // Locals.
  private static final int H = 0;
  private static final int BASE = 1;
  private static final int LIMIT = 3;
  private static final int RIGHTS = 5;
  private static final int N = 7;
  private static final int ADDRESS = 9;
  private static final int ROTATED = 11;
  private static final int VALUE = 13;
  private static final int AT = 15;
  private static final int FAST = 16;
  private static final int DOUBLE = 17;
  private static final int EXCEPTION = 19;
  private static final int REGISTERS = 20;

  /** No group starts so close to the end of the address space that it could reach over it. */
  private static final int GROUP_MARGIN = 8192;

  /** Bits of {@code at} for the number of instructions retired in the block. */
  private static final int AT_SHIFT = 10;

  private final Region region;
  private final int xlen;
  private final boolean counted;
  private final LongPredicate callsDirectly;
  private final Map<Long, Label> labels = new HashMap<>();
  private final Map<Long, Label> handlers = new HashMap<>();
  private final Map<Long, Label> trapBodies = new HashMap<>();
  private final Map<Long, Label> exitBodies = new HashMap<>();
  private final List<Runnable> outOfLine = new ArrayList<>();
  private final int[] local = new int[64];
  private CodeBuilder c;

  // State while a block is emitted.
  private long dirty;
  private long words;
  private int retired;
  private Region.Instruction now;
  private AccessGroups groups;
  private int firstFree;
  private int nextLocal;

  private static ClassDesc desc(Class<?> type) {
    return ClassDesc.of(type.getName());
  }

  @SuppressWarnings("NullAway.Init") // The builder and the instruction are set before use.
  private RegionCompiler(Region region, int xlen, boolean counted, LongPredicate callsDirectly) {
    this.region = region;
    this.xlen = xlen;
    this.counted = counted;
    this.callsDirectly = callsDirectly;
  }

  /** Name of the class of a region. */
  static String className(long pc) {
    return "R$" + Long.toHexString(pc);
  }

  /**
   * The class file of a region.
   *
   * @param counted whether the limit {@code h.stopAt} on instructions is obeyed
   * @param callsDirectly which functions are called by name rather than through the dispatcher
   */
  static byte[] compile(Region region, int xlen, boolean counted, LongPredicate callsDirectly) {
    return new RegionCompiler(region, xlen, counted, callsDirectly).build();
  }

  private byte[] build() {
    ClassDesc self = ClassDesc.of(className(region.entry));
    return ClassFile.of()
        .build(
            self,
            b -> {
              b.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL);
              b.withSuperclass(TRANSLATED);
              b.withMethodBody(
                  ConstantDescs.INIT_NAME,
                  MethodTypeDesc.of(V),
                  ClassFile.ACC_PUBLIC,
                  code ->
                      code.aload(0)
                          .loadConstant(region.entry)
                          .loadConstant(region.size)
                          .invokespecial(
                              TRANSLATED, ConstantDescs.INIT_NAME, MethodTypeDesc.of(V, J, I))
                          .return_());
              b.withMethodBody(
                  "run",
                  GO,
                  ClassFile.ACC_PUBLIC,
                  code -> code.aload(1).invokestatic(self, "go", GO).lreturn());
              b.withMethodBody(
                  "go", GO, ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC, this::emitAll);
            });
  }

  // ---- the method --------------------------------------------------------------------------

  private void emitAll(CodeBuilder code) {
    c = code;
    labels.clear();
    handlers.clear();
    trapBodies.clear();
    exitBodies.clear();
    outOfLine.clear();
    prologue();
    Region.Block first = region.blocks.get(region.entry);
    if (region.blocks.firstEntry().getValue() != first) {
      c.goto_(label(region.entry));
    }
    List<Region.Block> order = new ArrayList<>(region.blocks.values());
    for (int i = 0; i < order.size(); i++) {
      emitBlock(order.get(i), i + 1 < order.size() ? order.get(i + 1).start : -1);
    }
    for (int i = 0; i < outOfLine.size(); i++) {
      outOfLine.get(i).run();
    }
    handlers.forEach(this::emitHandler);
    emitBodies(trapBodies, this::endTrap);
    emitBodies(exitBodies, this::endExit);
  }

  private void prologue() {
    long live = java.util.Objects.requireNonNull(region.blocks.get(region.entry)).liveIn;
    c.aload(H).getfield(HART, "base", J).lstore(BASE);
    c.aload(H).getfield(HART, "limit", J).lstore(LIMIT);
    c.aload(H).getfield(HART, "rights", J).lstore(RIGHTS);
    c.lconst_0().lstore(N).lconst_0().lstore(ADDRESS).lconst_0().lstore(ROTATED);
    c.lconst_0().lstore(VALUE).iconst_0().istore(AT).dconst_0().dstore(DOUBLE);
    c.aconst_null().astore(EXCEPTION);
    loadFast();
    long used = region.used();
    int next = REGISTERS;
    for (int r = 1; r < 64; r++) {
      if ((used >>> r & 1) != 0 || r == 32 && (used >>> 32 & 1) != 0) {
        local[r] = next;
        next += 2;
        if ((live >>> r & 1) != 0) {
          reload(r);
        } else if (r < 32) {
          c.lconst_0().lstore(local[r]);
        } else {
          c.dconst_0().dstore(local[r]);
        }
      }
    }
    firstFree = next;
    if (counted) {
      long entry = region.entry;
      checkBudget(() -> exitStub(entry, 0, 0));
    }
  }

  private void loadFast() {
    c.aload(H).invokestatic(SUPPORT, "fast", MethodTypeDesc.of(Z, HART)).istore(FAST);
  }

  private Label label(long pc) {
    return labels.computeIfAbsent(pc, p -> c.newLabel());
  }

  private static String field(int r) {
    return r < 32 ? "x" + r : "f" + (r - 32);
  }

  private void reload(int r) {
    c.aload(H).getfield(HART, field(r), J);
    if (r < 32) {
      c.lstore(local[r]);
    } else {
      c.invokestatic(DOUBLE_CLASS, "longBitsToDouble", OF_BITS).dstore(local[r]);
    }
  }

  private void reloadAll(long set) {
    for (int r = 1; r < 64; r++) {
      if ((set >>> r & 1) != 0) {
        reload(r);
      }
    }
  }

  private void flush(long set) {
    for (int r = 1; r < 64; r++) {
      if ((set >>> r & 1) != 0) {
        c.aload(H);
        if (r < 32) {
          c.lload(local[r]);
        } else {
          c.dload(local[r]).invokestatic(DOUBLE_CLASS, "doubleToRawLongBits", BITS_OF);
        }
        c.putfield(HART, field(r), J);
      }
    }
  }

  /** h.retired += n + more. */
  private void addRetired(int more) {
    c.aload(H).dup().getfield(HART, "retired", J).lload(N).ladd();
    if (more != 0) {
      c.loadConstant((long) more).ladd();
    }
    c.putfield(HART, "retired", J);
  }

  /** Leaves the region: what is dirty is written back, and the next address returned. */
  private void exitStub(long pc, long dirtySet, int more) {
    addN(more);
    c.loadConstant(pc).lstore(VALUE).goto_(exitBody(dirtySet));
  }

  /** Jumps to a stub where the region might retire more than h.stopAt allows. */
  private void checkBudget(Runnable stub) {
    Label out = c.newLabel();
    c.aload(H).getfield(HART, "retired", J).lload(N).ladd();
    c.loadConstant((long) region.size).ladd();
    c.aload(H).getfield(HART, "stopAt", J).lcmp().ifgt(out);
    outOfLine.add(() -> {
      c.labelBinding(out);
      stub.run();
    });
  }

  /** Entry of the handler for a set; the exception goes to a local, then the shared code runs. */
  private void emitHandler(long set, Label handler) {
    c.labelBinding(handler).astore(EXCEPTION).goto_(trapBody(set));
  }

  private Label trapBody(long set) {
    return trapBodies.computeIfAbsent(set, x -> c.newLabel());
  }

  private Label exitBody(long set) {
    return exitBodies.computeIfAbsent(set, x -> c.newLabel());
  }

  /**
   * Writes back what is dirty. The sets of a block grow from access to access, so each stub writes
   * only what the largest of its subsets leaves, and goes on there: the code is linear in registers
   * instead of quadratic.
   */
  private void emitBodies(Map<Long, Label> bodies, Runnable end) {
    Label last = bodies.computeIfAbsent(0L, x -> c.newLabel());
    List<Long> sets = new ArrayList<>(bodies.keySet());
    for (long set : sets) {
      if (set == 0) {
        continue;
      }
      long best = 0;
      for (long other : sets) {
        if (other != set && (other & ~set) == 0 && Long.bitCount(other) > Long.bitCount(best)) {
          best = other;
        }
      }
      c.labelBinding(bodies.get(set));
      flush(set & ~best);
      c.goto_(bodies.get(best));
    }
    c.labelBinding(last);
    end.run();
  }

  private void endTrap() {
    // pc = low + 2 * (at >>> 10); retired += n + (at & 1023).
    c.aload(H).loadConstant(region.low).iload(AT).bipush(AT_SHIFT).iushr().i2l();
    c.iconst_1().lshl().ladd().putfield(HART, "pc", J);
    c.aload(H).dup().getfield(HART, "retired", J).lload(N).ladd();
    c.iload(AT).sipush((1 << AT_SHIFT) - 1).iand().i2l().ladd().putfield(HART, "retired", J);
    c.aload(EXCEPTION).athrow();
  }

  private void endExit() {
    addRetired(0);
    c.lload(VALUE).lreturn();
  }

  /** Runs code that may trap at the current instruction. */
  private void trapping(Runnable body) {
    long set = dirty;
    int at = (int) ((now.pc - region.low) / 2) << AT_SHIFT | retired;
    trapping(at, set, body);
  }

  private void trapping(int at, long set, Runnable body) {
    Label handler = handlers.computeIfAbsent(set, s -> c.newLabel());
    Label start = c.newLabel();
    Label end = c.newLabel();
    c.loadConstant(at).istore(AT);
    c.labelBinding(start);
    body.run();
    c.labelBinding(end);
    c.exceptionCatch(start, end, handler, TRAP);
  }

  // ---- blocks ------------------------------------------------------------------------------

  private void emitBlock(Region.Block block, long following) {
    c.labelBinding(label(block.start));
    dirty = block.dirtyIn;
    words = block.wordsIn;
    retired = 0;
    groups = AccessGroups.of(block, xlen);
    nextLocal = firstFree;
    if (block.isLoopHeader) {
      emitPoll(block);
    }
    int count = block.instructions.size();
    for (Region.Instruction i : block.instructions) {
      now = i;
      if (!isControl(block, i)) {
        emit(i);
        long wordsAfter = region.wordsAfter(i, words);
        dirty |= i.writes();
        words = wordsAfter;
      }
      retired++;
    }
    switch (block.end) {
      case FALL -> {
        addN(count);
        goTo(block.next, following);
      }
      case LEAVE -> exitStub(block.next, dirty, count);
      case JUMP -> {
        setLink(now);
        addN(count);
        goTo(block.target, following);
      }
      case BRANCH -> emitBranch(block, count, following);
      case CALL -> emitCall(block, count, following);
      case CALL_INDIRECT, INDIRECT -> emitIndirect(block, count, following);
      case SYSTEM_CALL -> emitSystemCall(block, count, following);
    }
  }

  private static boolean isControl(Region.Block block, Region.Instruction i) {
    return block.end != Region.End.FALL
        && block.end != Region.End.LEAVE
        && i == block.instructions.getLast();
  }

  private void emitPoll(Region.Block block) {
    Label out = c.newLabel();
    c.aload(H).getfield(HART, "interrupted", Z).ifne(out);
    long set = block.dirtyIn;
    outOfLine.add(() -> {
      c.labelBinding(out);
      exitStub(block.start, set, 0);
    });
    if (counted) {
      checkBudget(() -> exitStub(block.start, set, 0));
    }
  }

  private void addN(int count) {
    if (count != 0) {
      c.lload(N).loadConstant((long) count).ladd().lstore(N);
    }
  }

  private boolean isInside(long pc) {
    return region.blocks.containsKey(pc);
  }

  private void goTo(long pc, long following) {
    if (!isInside(pc)) {
      exitStub(pc, dirty, 0);
    } else if (pc != following) {
      c.goto_(label(pc));
    }
  }

  /** A label to jump to for an address, inside or out. */
  private Label targetLabel(long pc) {
    if (isInside(pc)) {
      return label(pc);
    }
    Label out = c.newLabel();
    long set = dirty;
    outOfLine.add(() -> {
      c.labelBinding(out);
      exitStub(pc, set, 0);
    });
    return out;
  }

  private void emitBranch(Region.Block block, int count, long following) {
    addN(count);
    Meaning.Branch branch = (Meaning.Branch) now.meaning.statements().getFirst();
    emitCondition(branch.condition(), targetLabel(block.target));
    goTo(block.next, following);
  }

  /** rd = address of the next instruction. */
  private void setLink(Region.Instruction i) {
    if (i.rd != 0) {
      c.loadConstant(xlen == 64 ? i.next() : (long) (int) i.next()).lstore(local[i.rd]);
      dirty |= 1L << i.rd;
    }
  }

  private void emitCall(Region.Block block, int count, long following) {
    setLink(now);
    flush(dirty);
    addRetired(count);
    long target = block.target;
    long back = block.next;
    if (!callsDirectly.test(target)) {
      c.aload(H).getfield(HART, "dispatcher", DISPATCHER).aload(H);
      c.loadConstant(target).loadConstant(back);
      c.invokevirtual(DISPATCHER, "call", MethodTypeDesc.of(J, HART, J, J)).pop2();
    } else {
      Label slow = c.newLabel();
      Label done = c.newLabel();
      c.aload(H).dup().getfield(HART, "depth", I).iconst_1().iadd().dup_x1();
      c.putfield(HART, "depth", I).loadConstant(Support.MAX_DEPTH).if_icmpgt(slow);
      Label wrong = c.newLabel();
      c.aload(H).invokestatic(ClassDesc.of(className(target)), "go", GO).lstore(VALUE);
      c.lload(VALUE).loadConstant(back).lcmp().ifne(wrong);
      c.labelBinding(done);
      c.aload(H).dup().getfield(HART, "depth", I).iconst_1().isub().putfield(HART, "depth", I);
      outOfLine.add(() -> {
        c.labelBinding(slow);
        c.loadConstant(target).lstore(VALUE);
        c.labelBinding(wrong);
        c.aload(H).getfield(HART, "dispatcher", DISPATCHER).aload(H).lload(VALUE);
        c.loadConstant(back);
        c.invokevirtual(DISPATCHER, "call", MethodTypeDesc.of(J, HART, J, J)).pop2();
        c.goto_(done);
      });
    }
    afterCall(back, following);
  }

  /** Registers are in the hart: reload what the next block needs. */
  private void afterCall(long next, long following) {
    if (!isInside(next)) {
      c.loadConstant(next).lreturn();
      return;
    }
    c.lconst_0().lstore(N);
    if (counted) {
      checkBudget(() -> c.loadConstant(next).lreturn());
    }
    reloadAll(java.util.Objects.requireNonNull(region.blocks.get(next)).liveIn);
    loadFast();
    if (next != following) {
      c.goto_(label(next));
    }
  }

  private void emitIndirect(Region.Block block, int count, long following) {
    emitInt64(register(now.rs1));
    if (now.imm != 0) {
      c.loadConstant((long) now.imm).ladd();
    }
    c.loadConstant(xlen == 64 ? -2L : 0xfffffffeL).land().lstore(VALUE);
    setLink(now);
    flush(dirty);
    addRetired(count);
    if (block.end == Region.End.INDIRECT) {
      c.lload(VALUE).lreturn();
      return;
    }
    c.aload(H).getfield(HART, "dispatcher", DISPATCHER).aload(H).lload(VALUE);
    c.loadConstant(block.next);
    c.invokevirtual(DISPATCHER, "call", MethodTypeDesc.of(J, HART, J, J)).pop2();
    afterCall(block.next, following);
  }

  private void emitSystemCall(Region.Block block, int count, long following) {
    flush(dirty);
    addRetired(count);
    c.aload(H).loadConstant(block.next).putfield(HART, "pc", J);
    c.aload(H).getfield(HART, "dispatcher", DISPATCHER).aload(H);
    c.invokevirtual(DISPATCHER, "systemCall", MethodTypeDesc.of(V, HART));
    afterCall(block.next, following);
  }

  // ---- instructions ------------------------------------------------------------------------

  private void emit(Region.Instruction i) {
    switch (i.opcode) {
      case FENCE -> emitFence(i);
      case CBO_CLEAN, CBO_FLUSH, CBO_INVAL -> {}
      case CSRRW, CSRRS, CSRRC, CSRRWI, CSRRSI, CSRRCI -> emitCsr(i);
      case FADD_D, FSUB_D, FMUL_D, FDIV_D -> emitDouble(i);
      case FMADD_D, FMSUB_D, FNMSUB_D, FNMADD_D -> emitFused(i);
      case FEQ_D, FLT_D, FLE_D -> emitCompare(i);
      case FSGNJ_D, FSGNJN_D, FSGNJX_D -> emitSign(i);
      default -> {
        switch (i.meaning.statements().getFirst()) {
          case Assign assign -> emitAssign(i, assign);
          case Store store -> emitStore(store);
          case Meaning.Goto g -> throw new IllegalStateException(i.opcode.name());
          case Meaning.Branch b -> throw new IllegalStateException(i.opcode.name());
          case Meaning.Effect e -> throw new IllegalStateException(i.opcode.name());
        }
      }
    }
  }

  private void emitFence(Region.Instruction i) {
    int before = i.imm >> 4 & 15;
    int after = i.imm & 15;
    boolean full = (before & 5) != 0 && (after & 10) != 0;
    c.invokestatic(SUPPORT, full ? "fullFence" : "lightFence", MethodTypeDesc.of(V));
  }

  private void emitCsr(Region.Instruction i) {
    boolean immediate =
        switch (i.opcode) {
          case CSRRWI, CSRRSI, CSRRCI -> true;
          default -> false;
        };
    boolean swaps = i.opcode == Opcode.CSRRW || i.opcode == Opcode.CSRRWI;
    boolean sets = i.opcode == Opcode.CSRRS || i.opcode == Opcode.CSRRSI;
    c.aload(H).loadConstant(i.imm);
    if (immediate) {
      c.loadConstant((long) i.rs1);
    } else {
      emitInt64(register(i.rs1));
    }
    if (swaps) {
      c.invokestatic(CSR, "swap", MethodTypeDesc.of(J, HART, I, J));
    } else {
      c.loadConstant(i.rs1 != 0 ? 1 : 0);
      c.invokestatic(CSR, sets ? "set" : "clear", MethodTypeDesc.of(J, HART, I, J, Z));
    }
    storeRegister(i);
    loadFast();
  }

  /** Stores the long on the stack to rd, or drops it. */
  private void storeRegister(Region.Instruction i) {
    if (i.opcode.isRdFloat()) {
      c.invokestatic(DOUBLE_CLASS, "longBitsToDouble", OF_BITS).dstore(local[32 + i.rd]);
    } else if (i.rd == 0) {
      c.pop2();
    } else {
      c.lstore(local[i.rd]);
    }
  }

  private void emitAssign(Region.Instruction i, Assign assign) {
    Expression value = assign.value();
    boolean loads = containsLoad(value);
    if (i.rd == 0 && !i.opcode.isRdFloat() && !loads && !(value instanceof Call)) {
      return;
    }
    if (assign.isFloat() && value instanceof Register r && r.isFloat()) {
      c.dload(local[32 + Meanings.number(r, i)]).dstore(local[32 + i.rd]);
      return;
    }
    if (loads) {
      emitLoad(value);
    } else if (xlen == 32 && !assign.isFloat() && !(value instanceof Call)) {
      emitInt32(value);
      c.i2l();
    } else {
      emitInt64(value);
    }
    storeRegister(i);
  }

  private static boolean containsLoad(Expression e) {
    return e instanceof Load
        || e instanceof Extend x && x.value() instanceof Load
        || e instanceof Call call
            && !call.arguments().isEmpty()
            && call.arguments().getFirst() instanceof Load;
  }

  // ---- memory ------------------------------------------------------------------------------

  /** The address on the stack, zero-extended on RV32. */
  private void emitAddress(Expression address) {
    if (xlen == 64) {
      emitInt64(address);
    } else {
      emitInt32(address);
      c.i2l().loadConstant(0xffffffffL).land();
    }
  }

  /** Checks the address in ADDRESS; jumps to {@code slow} unless the access may be made at once. */
  private void emitCheck(int bits, int right, Label slow) {
    int shift = Integer.numberOfTrailingZeros(bits / 8);
    c.lload(ADDRESS);
    if (shift != 0) {
      // Long.rotateRight, which HotSpot would call rather than inline in a large method.
      c.loadConstant(shift).lushr().lload(ADDRESS).loadConstant(64 - shift).lshl().lor();
    }
    c.lstore(ROTATED);
    c.lload(ROTATED).lload(LIMIT);
    if (shift != 0) {
      c.loadConstant(shift).lushr();
    }
    c.invokestatic(LONG_CLASS, "compareUnsigned", JJ_I).ifge(slow);
    c.getstatic(SUPPORT, "UNSAFE", UNSAFE).aconst_null().lload(RIGHTS).lload(ROTATED);
    c.loadConstant(12 - shift).lushr().ladd();
    c.invokevirtual(UNSAFE, "getByte", MethodTypeDesc.of(ConstantDescs.CD_byte, OBJECT, J));
    c.loadConstant(right).iand().ifeq(slow);
  }

  private static String accessor(String prefix, int bits) {
    return prefix
        + switch (bits) {
          case 8 -> "Byte";
          case 16 -> "Short";
          case 32 -> "Int";
          default -> "Long";
        };
  }

  private static ClassDesc type(int bits) {
    return switch (bits) {
      case 8 -> ConstantDescs.CD_byte;
      case 16 -> ConstantDescs.CD_short;
      case 32 -> I;
      default -> J;
    };
  }

  /** A load with what extends or boxes it; a long on the stack. */
  private void emitLoad(Expression value) {
    switch (value) {
      case Load load -> {
        emitRawLoad(load);
        if (load.bits() < 64) {
          zeroExtend(load.bits());
        }
      }
      case Extend x -> {
        Load load = (Load) x.value();
        emitRawLoad(load);
        if (x.signed()) {
          c.i2l();
        } else {
          zeroExtend(load.bits());
        }
      }
      case Call call -> {
        Load load = (Load) call.arguments().getFirst();
        emitRawLoad(load);
        zeroExtend(load.bits());
        c.loadConstant(-1L << load.bits()).lor(); // NaN boxing.
      }
      default -> throw new IllegalStateException(value.toString());
    }
  }

  private void zeroExtend(int bits) {
    if (bits == 32) {
      c.i2l().loadConstant(0xffffffffL).land();
    } else {
      c.loadConstant((1 << bits) - 1).iand().i2l();
    }
  }

  /** A sign-extended int on the stack, or a long for 64 bits. Nothing else may be on it. */
  private void emitRawLoad(Load load) {
    int bits = load.bits();
    AccessGroups.Place place = groups.place(now);
    if (place != null) {
      emitGroupCheck(place.group());
      emitGroupAddress(place);
      c.invokevirtual(UNSAFE, accessor("get", bits), MethodTypeDesc.of(type(bits), OBJECT, J));
      return;
    }
    Label slow = c.newLabel();
    Label done = c.newLabel();
    emitAddress(load.address());
    c.lstore(ADDRESS);
    emitCheck(bits, GuestMemory.READ, slow);
    c.getstatic(SUPPORT, "UNSAFE", UNSAFE).aconst_null().lload(BASE).lload(ADDRESS).ladd();
    c.invokevirtual(UNSAFE, accessor("get", bits), MethodTypeDesc.of(type(bits), OBJECT, J));
    c.labelBinding(done);
    int at = (int) ((now.pc - region.low) / 2) << AT_SHIFT | retired;
    long set = dirty;
    outOfLine.add(() -> {
      c.labelBinding(slow);
      trapping(
          at,
          set,
          () -> {
            c.aload(H).invokevirtual(HART, "memory", MethodTypeDesc.of(MEMORY));
            c.lload(ADDRESS).loadConstant(bits / 8);
            c.invokevirtual(MEMORY, "loadSlow", MethodTypeDesc.of(J, J, I));
          });
      if (bits < 64) {
        c.l2i();
      }
      if (bits == 16) {
        c.i2s();
      } else if (bits == 8) {
        c.i2b();
      }
      c.goto_(done);
    });
  }

  /** At the first access of a group: checks all of them, or leaves to the interpreter. */
  private void emitGroupCheck(AccessGroups.Group group) {
    if (group.first != now) {
      return;
    }
    int shift = Integer.numberOfTrailingZeros(group.alignment);
    Label slow = c.newLabel();
    Label good = c.newLabel();
    int right = group.writes ? GuestMemory.WRITE : GuestMemory.READ;
    emitInt64(new Register(1, false));
    long distance = group.firstImmediate + group.lowDistance();
    if (distance != 0) {
      c.loadConstant(distance).ladd();
    }
    if (xlen == 32) {
      c.loadConstant(0xffffffffL).land();
    }
    c.lstore(ADDRESS).lload(ADDRESS);
    if (shift != 0) {
      c.loadConstant(shift).lushr().lload(ADDRESS).loadConstant(64 - shift).lshl().lor();
    }
    c.lload(LIMIT).loadConstant((long) GROUP_MARGIN).lsub();
    if (shift != 0) {
      c.loadConstant(shift).lushr();
    }
    c.invokestatic(LONG_CLASS, "compareUnsigned", JJ_I).ifge(slow);
    emitRights(() -> c.lload(ADDRESS));
    emitRights(() -> c.lload(ADDRESS).loadConstant(group.span() - 1).ladd());
    c.iand().loadConstant(right).iand().ifeq(slow);
    c.labelBinding(good);
    group.local = nextLocal;
    nextLocal += 2;
    c.lload(BASE).lload(ADDRESS).ladd().lstore(group.local);
    long set = dirty;
    long pc = now.pc;
    int done = retired;
    outOfLine.add(() -> {
      c.labelBinding(slow);
      c.aload(H).lload(ADDRESS).loadConstant(group.span()).loadConstant(right);
      c.loadConstant(group.alignment);
      c.invokestatic(SUPPORT, "prepare", MethodTypeDesc.of(Z, HART, J, J, I, I)).ifne(good);
      exitStub(pc, set, done);
    });
  }

  /** The rights byte of an address' page, as an int on the stack. */
  private void emitRights(Runnable address) {
    c.getstatic(SUPPORT, "UNSAFE", UNSAFE).aconst_null().lload(RIGHTS);
    address.run();
    c.bipush(12).lushr().ladd();
    c.invokevirtual(UNSAFE, "getByte", MethodTypeDesc.of(ConstantDescs.CD_byte, OBJECT, J));
  }

  private void emitGroupAddress(AccessGroups.Place place) {
    c.getstatic(SUPPORT, "UNSAFE", UNSAFE).aconst_null().lload(place.group().local);
    if (place.distance() != 0) {
      c.loadConstant(place.distance()).ladd();
    }
  }

  private void emitStore(Store store) {
    int bits = store.bits();
    AccessGroups.Place place = groups.place(now);
    if (place != null) {
      emitGroupCheck(place.group());
      emitGroupAddress(place);
      emitInt64(store.value());
      narrow(bits);
      c.invokevirtual(UNSAFE, accessor("put", bits), MethodTypeDesc.of(V, OBJECT, J, type(bits)));
      return;
    }
    Label slow = c.newLabel();
    Label done = c.newLabel();
    emitInt64(store.value());
    c.lstore(VALUE);
    emitAddress(store.address());
    c.lstore(ADDRESS);
    emitCheck(bits, GuestMemory.WRITE, slow);
    c.getstatic(SUPPORT, "UNSAFE", UNSAFE).aconst_null().lload(BASE).lload(ADDRESS).ladd();
    c.lload(VALUE);
    narrow(bits);
    c.invokevirtual(UNSAFE, accessor("put", bits), MethodTypeDesc.of(V, OBJECT, J, type(bits)));
    c.labelBinding(done);
    int at = (int) ((now.pc - region.low) / 2) << AT_SHIFT | retired;
    long set = dirty;
    outOfLine.add(() -> {
      c.labelBinding(slow);
      trapping(
          at,
          set,
          () -> {
            c.aload(H).invokevirtual(HART, "memory", MethodTypeDesc.of(MEMORY));
            c.lload(ADDRESS).lload(VALUE).loadConstant(bits / 8);
            c.invokevirtual(MEMORY, "storeSlow", MethodTypeDesc.of(V, J, J, I));
          });
      c.goto_(done);
    });
  }

  /** A long on the stack becomes what a store of that width takes. */
  private void narrow(int bits) {
    if (bits < 64) {
      c.l2i();
    }
    if (bits == 8) {
      c.i2b();
    } else if (bits == 16) {
      c.i2s();
    }
  }

  // ---- floating point ----------------------------------------------------------------------

  private void doubleRegister(int number) {
    c.dload(local[32 + number]);
  }

  private void bitsRegister(int number) {
    doubleRegister(number);
    c.invokestatic(DOUBLE_CLASS, "doubleToRawLongBits", BITS_OF);
  }

  /** The result on the stack is kept where it is ordinary and the host's flags do. */
  private void keepOrdinary(Region.Instruction i, boolean lowerBound, String method, int sources) {
    Label slow = c.newLabel();
    Label done = c.newLabel();
    c.dstore(DOUBLE).dload(DOUBLE).invokestatic(MATH, "abs", MethodTypeDesc.of(D, D));
    c.loadConstant(0x1p1020).dcmpg().ifge(slow);
    if (lowerBound) {
      c.dload(DOUBLE).invokestatic(MATH, "abs", MethodTypeDesc.of(D, D));
      c.loadConstant(0x1p-900).dcmpl().ifle(slow);
    }
    c.iload(FAST).ifeq(slow);
    c.dload(DOUBLE).dstore(local[32 + i.rd]);
    c.labelBinding(done);
    int at = (int) ((i.pc - region.low) / 2) << AT_SHIFT | retired;
    long set = dirty;
    outOfLine.add(() -> {
      c.labelBinding(slow);
      trapping(at, set, () -> callFp(i, method, sources));
      c.invokestatic(DOUBLE_CLASS, "longBitsToDouble", OF_BITS).dstore(local[32 + i.rd]);
      loadFast();
      c.goto_(done);
    });
  }

  /** Fp.method(h, sources..., rm); a long on the stack. */
  private void callFp(Region.Instruction i, String method, int sources) {
    c.aload(H);
    bitsRegister(i.rs1);
    ClassDesc[] types = new ClassDesc[sources + 2];
    types[0] = HART;
    if (sources > 1) {
      bitsRegister(i.rs2);
    }
    if (sources > 2) {
      bitsRegister(i.rs3);
    }
    for (int k = 1; k <= sources; k++) {
      types[k] = J;
    }
    types[sources + 1] = I;
    c.loadConstant(i.rm).invokestatic(FP, method, MethodTypeDesc.of(J, types));
  }

  private void emitDouble(Region.Instruction i) {
    String method =
        switch (i.opcode) {
          case FADD_D -> "addD";
          case FSUB_D -> "subD";
          case FMUL_D -> "mulD";
          default -> "divD";
        };
    if (i.rm != 0 && i.rm != 7) {
      trapping(() -> callFp(i, method, 2));
      storeRegister(i);
      return;
    }
    doubleRegister(i.rs1);
    doubleRegister(i.rs2);
    switch (i.opcode) {
      case FADD_D -> c.dadd();
      case FSUB_D -> c.dsub();
      case FMUL_D -> c.dmul();
      default -> c.ddiv();
    }
    boolean product = i.opcode == Opcode.FMUL_D || i.opcode == Opcode.FDIV_D;
    keepOrdinary(i, product, method, 2);
  }

  private void emitFused(Region.Instruction i) {
    String method =
        switch (i.opcode) {
          case FMADD_D -> "maddD";
          case FMSUB_D -> "msubD";
          case FNMSUB_D -> "nmsubD";
          default -> "nmaddD";
        };
    if (i.rm != 0 && i.rm != 7) {
      trapping(() -> callFp(i, method, 3));
      storeRegister(i);
      return;
    }
    boolean negateProduct = i.opcode == Opcode.FNMSUB_D || i.opcode == Opcode.FNMADD_D;
    boolean negateAddend = i.opcode == Opcode.FMSUB_D || i.opcode == Opcode.FNMADD_D;
    doubleRegister(i.rs1);
    if (negateProduct) {
      c.dneg();
    }
    doubleRegister(i.rs2);
    doubleRegister(i.rs3);
    if (negateAddend) {
      c.dneg();
    }
    c.invokestatic(MATH, "fma", MethodTypeDesc.of(D, D, D, D));
    keepOrdinary(i, true, method, 3);
  }

  private void emitCompare(Region.Instruction i) {
    String method =
        switch (i.opcode) {
          case FEQ_D -> "eqD";
          case FLT_D -> "ltD";
          default -> "leD";
        };
    Label yes = c.newLabel();
    Label no = c.newLabel();
    Label done = c.newLabel();
    // dcmpg gives 1 and dcmpl -1 where a NaN is among the operands.
    doubleRegister(i.rs1);
    doubleRegister(i.rs2);
    c.dcmpg();
    switch (i.opcode) {
      case FEQ_D -> c.ifeq(yes);
      case FLT_D -> c.iflt(yes);
      default -> c.ifle(yes);
    }
    doubleRegister(i.rs1);
    doubleRegister(i.rs2);
    if (i.opcode == Opcode.FEQ_D) {
      c.dcmpl().ifgt(no);
      doubleRegister(i.rs1);
      doubleRegister(i.rs2);
      c.dcmpg().iflt(no);
    } else {
      c.dcmpl();
      if (i.opcode == Opcode.FLT_D) {
        c.ifge(no);
      } else {
        c.ifgt(no);
      }
    }
    c.aload(H);
    bitsRegister(i.rs1);
    bitsRegister(i.rs2);
    c.invokestatic(FP, method, MethodTypeDesc.of(J, HART, J, J)).goto_(done);
    c.labelBinding(yes);
    c.lconst_1().goto_(done);
    c.labelBinding(no);
    c.lconst_0();
    c.labelBinding(done);
    storeRegister(i);
  }

  private void emitSign(Region.Instruction i) {
    if (i.rs1 == i.rs2) { // fmv, fneg, fabs
      doubleRegister(i.rs1);
      switch (i.opcode) {
        case FSGNJ_D -> {}
        case FSGNJN_D -> {
          c.invokestatic(DOUBLE_CLASS, "doubleToRawLongBits", BITS_OF);
          c.loadConstant(Long.MIN_VALUE).lxor();
          c.invokestatic(DOUBLE_CLASS, "longBitsToDouble", OF_BITS);
        }
        default -> c.invokestatic(MATH, "abs", MethodTypeDesc.of(D, D));
      }
      c.dstore(local[32 + i.rd]);
      return;
    }
    String method =
        switch (i.opcode) {
          case FSGNJ_D -> "copySignD";
          case FSGNJN_D -> "copySignNotD";
          default -> "copySignXorD";
        };
    bitsRegister(i.rs1);
    bitsRegister(i.rs2);
    c.invokestatic(FP, method, MethodTypeDesc.of(J, J, J));
    storeRegister(i);
  }

  // ---- expressions -------------------------------------------------------------------------

  private static Register register(int number) {
    return new Register(-number, false);
  }

  /** Number of an x register in an expression; {@link #register} gives some a number at once. */
  private int number(Register r) {
    return r.index() <= 0 ? -r.index() : Meanings.number(r, now);
  }

  private long constant(Operand o) {
    return switch (o.name()) {
      case IMM -> now.imm;
      case PC -> now.pc;
      case NEXT -> now.next();
      case XLEN -> xlen;
      case CSR -> now.imm & 0xfff;
      case ZIMM -> now.rs1;
      case RM -> now.rm;
    };
  }

  /** A value as a long. */
  private void emitInt64(Expression e) {
    switch (e) {
      case Register r -> {
        if (r.isFloat()) {
          bitsRegister(Meanings.number(r, now));
        } else if (number(r) == 0) {
          c.lconst_0();
        } else {
          c.lload(local[number(r)]);
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
    boolean narrow = xlen == 32 && !readsFloat(b);
    if (narrow || logical && meaningIsWord(b)) {
      emitInt32(b);
      c.i2l();
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

  private boolean meaningIsWord(Expression e) {
    return switch (e) {
      case Register r -> !r.isFloat() && Meanings.isWordRegister(number(r), words);
      case Binary b ->
          switch (b.operator()) {
            case AND, OR, XOR -> meaningIsWord(b.left()) && meaningIsWord(b.right());
            default -> Meanings.isComparison(b.operator());
          };
      case Operand o -> o.name() == Name.IMM;
      case Constant k -> k.value() == (int) k.value();
      case Unary u -> u.operator() == '~' && meaningIsWord(u.value());
      default -> false;
    };
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
    if (x.signed()) {
      switch (x.bits()) {
        case 8 -> {
          emitInt32(x.value());
          c.i2b().i2l();
        }
        case 16 -> {
          emitInt32(x.value());
          c.i2s().i2l();
        }
        default -> {
          if (x.value() instanceof Register r
              && !r.isFloat()
              && Meanings.isWordRegister(number(r), words)) {
            emitInt64(r);
          } else {
            emitInt32(x.value());
            c.i2l();
          }
        }
      }
      return;
    }
    if (x.bits() == 32) {
      emitInt64(x.value());
      c.loadConstant(0xffffffffL).land();
    } else {
      emitInt32(x.value());
      c.loadConstant((1 << x.bits()) - 1).iand().i2l();
    }
  }

  /** The low 32 bits of a value as an int. */
  private void emitInt32(Expression e) {
    switch (e) {
      case Register r -> {
        if (!r.isFloat() && number(r) == 0) {
          c.iconst_0();
        } else {
          emitInt64(r);
          c.l2i();
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
      case Extend x -> {
        if (x.bits() == 32) {
          emitInt32(x.value());
        } else {
          emitInt64(x);
          c.l2i();
        }
      }
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

  private boolean isBelow32(Expression amount) {
    return xlen == 32
        || amount instanceof Binary b
            && b.operator() == Operator.AND
            && b.right() instanceof Constant k
            && k.value() == 31
        || amount instanceof Operand o && o.name() == Name.IMM && now.imm >= 0 && now.imm < 32;
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
                    || xlen == 32
                    || b.left() instanceof Extend x
                        && x.bits() == 32
                        && x.signed() == (b.operator() == Operator.SHR));
    if (!low || xlen == 32 && readsFloat(b)) {
      emitBinary64(b);
      c.l2i();
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
  private void emitCondition(Expression e, Label yes) {
    if (!(e instanceof Binary b) || !Meanings.isComparison(b.operator())) {
      emitInt64(e);
      c.lconst_0().lcmp().ifne(yes);
      return;
    }
    boolean unsigned = b.operator() == Operator.LTU || b.operator() == Operator.GEU;
    if (meaningIsWord(b.left()) && meaningIsWord(b.right())) {
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
      c.invokestatic(LONG_CLASS, "compareUnsigned", JJ_I);
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

  private void emitCall(Call call) {
    boolean fp = call.owner().equals("Fp");
    boolean atomic = call.owner().equals("Atomics");
    if (atomic || fp && takesHart(call.method())) {
      trapping(() -> {
        c.aload(H);
        emitArguments(call, true);
      });
    } else {
      emitArguments(call, false);
    }
  }

  private void emitArguments(Call call, boolean hart) {
    List<ClassDesc> types = new ArrayList<>();
    if (hart) {
      types.add(HART);
    }
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
          case "Fp" -> FP;
          case "Atomics" -> ATOMICS;
          default -> ClassDesc.of("dev.ferry.isa." + call.owner());
        };
    c.invokestatic(owner, call.method(), MethodTypeDesc.of(J, types));
  }

  /** Whether a method of Fp reads the rounding mode or raises flags. */
  private static boolean takesHart(String method) {
    return !method.startsWith("copySign")
        && !method.startsWith("class")
        && !method.startsWith("constant")
        && !method.startsWith("box")
        && !method.equals("pair");
  }
}
