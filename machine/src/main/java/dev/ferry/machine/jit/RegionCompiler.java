package dev.ferry.machine.jit;

import static dev.ferry.machine.jit.Names.GO;
import static dev.ferry.machine.jit.Names.HART;
import static dev.ferry.machine.jit.Names.I;
import static dev.ferry.machine.jit.Names.J;
import static dev.ferry.machine.jit.Names.SUPPORT;
import static dev.ferry.machine.jit.Names.TRANSLATED;
import static dev.ferry.machine.jit.Names.V;
import static dev.ferry.machine.jit.Names.Z;

import dev.ferry.isa.Meaning;
import dev.ferry.isa.Meaning.Assign;
import dev.ferry.isa.Meaning.Call;
import dev.ferry.isa.Meaning.Expression;
import dev.ferry.isa.Meaning.Register;
import dev.ferry.isa.Meaning.Store;
import dev.ferry.isa.Opcode;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Emits the class of a region. Guest registers live in JVM locals: x registers as long, f registers
 * as double. A register is loaded at the entry and behind calls where it is live, and written back
 * before calls and at exits where it may be dirty. See {@link Frame} for the ways out.
 */
final class RegionCompiler {
  /** The static field with the translation that is to run instead, null for none. */
  static final String NEXT = "next";

  /** {@code (hart, depth, at) -> address}: how a region is entered at one of its ways. */
  private static final MethodTypeDesc GO_AT = MethodTypeDesc.of(J, HART, I, J);

  /** Where {@code goAt} gets its third parameter, before N is set. */
  private static final int AT = Frame.N;

  /** The static field with the numbers of the targets of indirect jumps, 0 for none. */
  static final String WAYS = "ways";

  /** The static field with the {@link StopSwitch}. */
  static final String STOPS = "stops";

  private final Region region;
  private final Translation translation;

  private final String name;

  /** The ways out of the method that was emitted last. */
  private Set<Leave> leaves = Set.of();

  private RegionCompiler(String name, Region region, Translation translation) {
    this.name = name;
    this.region = region;
    this.translation = translation;
  }

  /** The class file of a region. Throws IllegalArgumentException where it is too large for one. */
  static byte[] compile(String name, Region region, Translation translation) {
    return new RegionCompiler(name, region, translation).build();
  }

  private byte[] build() {
    ClassDesc self = ClassDesc.of(name);
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
                  code -> code.aload(1).iload(2).invokestatic(self, "go", GO).lreturn());
              b.withField(NEXT, TRANSLATED, ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC);
              defineConstants(b, self);
              if (entersAtWays()) {
                defineWayIn(b, self);
                defineWays(b);
              }
              b.withMethodBody(
                  entersAtWays() ? "goAt" : "go",
                  entersAtWays() ? GO_AT : GO,
                  ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                  code -> {
                    Method method = new Method(code, self);
                    method.emit();
                    leaves = method.frame.leaves();
                  });
              for (Leave leave : leaves) {
                b.withMethodBody(
                    leave.name(),
                    leave.type(),
                    ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC,
                    leave::emit);
              }
            });
  }

  /** Whether the region can also be entered at the targets of its indirect jumps. */
  private boolean entersAtWays() {
    return region.dispatch != null;
  }

  /** {@code goAt(hart, depth, at)} holds the code then; {@code at} is 0 for the entry. */
  private static void defineWayIn(ClassBuilder b, ClassDesc self) {
    b.withMethodBody(
        "go",
        GO,
        ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
        code -> code.aload(0).iload(1).lconst_0().invokestatic(self, "goAt", GO_AT).lreturn());
    b.withMethodBody(
        "runAt",
        GO_AT,
        ClassFile.ACC_PUBLIC,
        code -> code.aload(1).iload(2).lload(3).invokestatic(self, "goAt", GO_AT).lreturn());
  }

  private void defineWays(ClassBuilder b) {
    b.withMethodBody(
        "firstWay",
        MethodTypeDesc.of(J),
        ClassFile.ACC_PROTECTED,
        code -> code.loadConstant(region.ways.getFirst()).lreturn());
    b.withMethodBody(
        "wayDistances",
        MethodTypeDesc.of(ConstantDescs.CD_String),
        ClassFile.ACC_PROTECTED,
        code -> code.loadConstant(waysText()).areturn());
  }

  private void defineConstants(ClassBuilder b, ClassDesc self) {
    int constant = ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_FINAL;
    b.withField(STOPS, Names.CALL_SITE, constant);
    if (!region.ways.isEmpty()) {
      b.withField(WAYS, Names.SHORTS, constant);
    }
    b.withMethodBody(
        ConstantDescs.CLASS_INIT_NAME,
        MethodTypeDesc.of(V),
        ClassFile.ACC_STATIC,
        code -> {
          code.ldc(self)
              .invokestatic(
                  SUPPORT, "stops", MethodTypeDesc.of(Names.CALL_SITE, ConstantDescs.CD_Class))
              .putstatic(self, STOPS, Names.CALL_SITE);
          if (!region.ways.isEmpty()) {
            code.loadConstant(waysText())
                .invokestatic(
                    SUPPORT, "ways", MethodTypeDesc.of(Names.SHORTS, ConstantDescs.CD_String))
                .putstatic(self, WAYS, Names.SHORTS);
          }
          code.return_();
        });
  }

  /** What {@link Support#ways} makes the table of, and {@link Translated#ways} the list. */
  private String waysText() {
    StringBuilder text = new StringBuilder();
    for (long way : region.ways) {
      text.append((char) (way - region.ways.getFirst() >> 1));
    }
    return text.toString();
  }

  /** One emission of the method; the class-file library may ask for several. */
  private final class Method {
    private final CodeBuilder c;
    private final ClassDesc self;
    private final Frame frame;
    private final ExpressionEmitter expressions;
    private final MemoryEmitter memory;
    private final FloatEmitter floats;
    private final ControlEmitter control;

    Method(CodeBuilder code, ClassDesc self) {
      c = code;
      this.self = self;
      frame = new Frame(code, self, region, translation);
      expressions = new ExpressionEmitter(frame);
      memory = new MemoryEmitter(frame, expressions);
      floats = new FloatEmitter(frame);
      control = new ControlEmitter(frame, expressions);
    }

    void emit() {
      if (entersAtWays()) {
        c.lload(AT).lstore(Frame.VALUE);
      }
      emitReplaced();
      if (entersAtWays()) {
        Label at = c.newLabel();
        c.lload(Frame.VALUE).lconst_0().lcmp().ifne(at);
        frame.later(() -> emitEntranceAt(at));
      }
      Region.Block first = Objects.requireNonNull(region.blocks.get(region.entry));
      frame.loadRetired();
      if (translation.counted()) {
        Label out = c.newLabel();
        frame.checkBudget(out);
        frame.later(() -> c.labelBinding(out).loadConstant(region.entry).lreturn());
      }
      frame.reload(first);
      Label noWord = c.newLabel();
      frame.checkWords(first, noWord);
      frame.later(() -> c.labelBinding(noWord).loadConstant(region.entry | Frame.SLOW).lreturn());
      frame.loadMode();
      List<Region.Block> order = new ArrayList<>(region.blocks.values());
      if (order.getFirst() != first) {
        c.goto_(frame.label(region.entry));
      }
      for (int i = 0; i < order.size(); i++) {
        emitBlock(order.get(i), i + 1 < order.size() ? order.get(i + 1).start : -1);
      }
      frame.emitOutOfLine();
    }

    /**
     * Goes on in the translation that has taken this one's place: callers are linked to this one.
     */
    private void emitReplaced() {
      Label still = c.newLabel();
      c.getstatic(self, NEXT, TRANSLATED).ifnull(still);
      if (entersAtWays()) {
        Label atEntry = c.newLabel();
        c.lload(Frame.VALUE).lconst_0().lcmp().ifeq(atEntry);
        c.getstatic(self, NEXT, TRANSLATED).aload(Frame.H).iload(Frame.DEPTH).lload(Frame.VALUE);
        c.invokevirtual(TRANSLATED, "runAt", GO_AT).lreturn();
        c.labelBinding(atEntry);
      }
      c.getstatic(self, NEXT, TRANSLATED).aload(Frame.H).iload(Frame.DEPTH);
      c.invokevirtual(TRANSLATED, "run", GO).lreturn();
      c.labelBinding(still);
    }

    /** Enters at the target of an indirect jump, in VALUE: as if the jump had been made here. */
    private void emitEntranceAt(Label at) {
      Region.Block dispatch = Objects.requireNonNull(region.dispatch);
      c.labelBinding(at);
      frame.loadRetired();
      if (translation.counted()) {
        Label out = c.newLabel();
        frame.checkBudget(out);
        frame.later(() -> c.labelBinding(out).lload(Frame.VALUE).lreturn());
      }
      frame.reload(dispatch);
      frame.loadMode();
      c.goto_(frame.label(dispatch.start));
    }

    private void emitBlock(Region.Block block, long following) {
      c.labelBinding(frame.label(block.start));
      frame.startBlock(block);
      memory.startBlock(block);
      if (block.isLoopHeader) {
        control.emitPoll(block);
      }
      boolean falls =
          switch (block.end) {
            case FALL, LEAVE, DISPATCH -> true;
            case BRANCH, JUMP, CALL, CALL_INDIRECT, INDIRECT, SYSTEM_CALL -> false;
          };
      int plain = block.instructions.size() - (falls ? 0 : 1);
      for (int k = 0; k < plain; k++) {
        Region.Instruction i = block.instructions.get(k);
        frame.start(i);
        emit(i);
        frame.finish(i);
      }
      if (!falls) {
        frame.start(block.instructions.getLast());
      }
      control.emitEnd(block, following);
    }

    private void emit(Region.Instruction i) {
      switch (i.opcode) {
        case FENCE -> emitFence(i);
        case CBO_CLEAN, CBO_FLUSH, CBO_INVAL -> {}
        case CSRRW, CSRRS, CSRRC, CSRRWI, CSRRSI, CSRRCI -> emitCsr(i);
        default -> {
          switch (i.meaning.statements().getFirst()) {
            case Assign assign -> emitAssign(i, assign);
            case Store store -> memory.emitStore(store);
            case Meaning.Goto g -> throw new IllegalStateException(i.opcode.name());
            case Meaning.Branch b -> throw new IllegalStateException(i.opcode.name());
            case Meaning.Effect e -> throw new IllegalStateException(i.opcode.name());
          }
        }
      }
    }

    private void emitAssign(Region.Instruction i, Assign assign) {
      Expression value = assign.value();
      boolean loads = MemoryEmitter.containsLoad(value);
      if (value instanceof Call call && !loads && ExpressionEmitter.callsHart(call)) {
        if (translation.isSlow(i.pc) || !floats.emit(i, call)) {
          emitComplete(i, call);
        }
        return;
      }
      if (i.rd == 0 && !i.opcode.isRdFloat() && !loads) {
        return;
      }
      if (assign.isFloat() && value instanceof Register r && r.isFloat()) {
        c.dload(frame.floatLocal(Meanings.number(r, i))).dstore(frame.floatLocal(i.rd));
        frame.boxed &= ~(1 << i.rd);
        return;
      }
      if (loads ? memory.emitLoad(value) : !assign.isFloat() && frame.givesWord(i)) {
        if (!loads) {
          expressions.emitInt32(value);
        }
        frame.storeWord(i);
      } else {
        if (!loads) {
          expressions.emitInt64(value);
        }
        frame.storeRegister(i);
      }
      if (value instanceof Call call && call.method().equals("boxS")) {
        frame.boxed |= 1 << i.rd;
      }
    }

    /** A call of what may trap or changes the hart's state beside registers. */
    private void emitComplete(Region.Instruction i, Call call) {
      boolean atomic = call.owner().equals("Atomics");
      if (atomic && translation.checked()) {
        c.goto_(frame.slow());
        return;
      }
      frame.flushAll();
      expressions.emitHartCall(call);
      frame.storeRegister(i);
      if (!atomic) {
        frame.loadMode();
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
      frame.flushAll();
      c.aload(Frame.H).loadConstant(i.imm);
      if (immediate) {
        c.loadConstant((long) i.rs1);
      } else {
        frame.loadLong(i.rs1);
      }
      if (swaps) {
        c.invokestatic(Names.CSR, "swap", MethodTypeDesc.of(J, HART, I, J));
      } else {
        c.loadConstant(i.rs1 != 0 ? 1 : 0);
        c.invokestatic(Names.CSR, sets ? "set" : "clear", MethodTypeDesc.of(J, HART, I, J, Z));
      }
      frame.storeRegister(i);
      frame.loadMode();
    }
  }
}
