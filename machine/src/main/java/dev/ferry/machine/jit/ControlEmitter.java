package dev.ferry.machine.jit;

import static dev.ferry.machine.jit.Frame.ADDRESS;
import static dev.ferry.machine.jit.Frame.DEPTH;
import static dev.ferry.machine.jit.Frame.H;
import static dev.ferry.machine.jit.Frame.VALUE;
import static dev.ferry.machine.jit.Names.DISPATCHER;
import static dev.ferry.machine.jit.Names.GO;
import static dev.ferry.machine.jit.Names.HANDLE;
import static dev.ferry.machine.jit.Names.HART;
import static dev.ferry.machine.jit.Names.I;
import static dev.ferry.machine.jit.Names.J;
import static dev.ferry.machine.jit.Names.OBJECT;
import static dev.ferry.machine.jit.Names.SHORTS;
import static dev.ferry.machine.jit.Names.SUPPORT;
import static dev.ferry.machine.jit.Names.TRANSLATED;
import static dev.ferry.machine.jit.Names.UNSAFE;
import static dev.ferry.machine.jit.Names.V;
import static dev.ferry.machine.jit.Names.Z;

import dev.ferry.isa.Meaning;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Ends of blocks: branches, calls, system calls, ways out; and the poll of loop headers. */
final class ControlEmitter {
  private static final MethodTypeDesc CALL = MethodTypeDesc.of(J, HART, J, J, I);

  private static final MethodTypeDesc GET_REFERENCE = MethodTypeDesc.of(OBJECT, OBJECT, J);

  private final Frame frame;
  private final CodeBuilder c;
  private final ExpressionEmitter expressions;

  ControlEmitter(Frame frame, ExpressionEmitter expressions) {
    this.frame = frame;
    this.c = frame.c;
    this.expressions = expressions;
  }

  /** At a loop header: leaves where the hart is to stop. */
  void emitPoll(Region.Block block) {
    if (block.end != Region.End.DISPATCH) {
      emitPoll(frame.exitLater(block.start, 0));
    }
  }

  private void emitPoll(Label out) {
    Label look = c.newLabel();
    Label goOn = c.newLabel();
    // site.getTarget() == NEVER: HotSpot does not inline the smallest method in a large one.
    c.getstatic(SUPPORT, "UNSAFE", UNSAFE);
    c.getstatic(frame.self, RegionCompiler.STOPS, Names.CALL_SITE);
    c.loadConstant(StopSwitch.TARGET_OFFSET).invokevirtual(UNSAFE, "getReference", GET_REFERENCE);
    c.getstatic(SUPPORT, "NEVER", HANDLE).if_acmpne(look).labelBinding(goOn);
    frame.later(() -> {
      c.labelBinding(look).aload(H).getfield(HART, "interrupted", Z).ifne(out).goto_(goOn);
    });
    frame.checkBudget(out);
  }

  /**
   * @param following the block that is emitted next, -1 for none
   */
  void emitEnd(Region.Block block, long following) {
    int count = block.uncountedAtEnd();
    switch (block.end) {
      case FALL -> goTo(block.next, count, following);
      case LEAVE -> frame.exit(block.next, count);
      case JUMP -> {
        setLink();
        goTo(block.target, count, following);
      }
      case BRANCH -> emitBranch(block, count, following);
      case CALL -> emitCall(block, count, following);
      case CALL_INDIRECT, INDIRECT -> emitIndirect(block, count, following);
      case DISPATCH -> emitDispatch();
      case SYSTEM_CALL -> emitSystemCall(block, count, following);
    }
  }

  /**
   * @param count instructions that have retired and are not counted yet
   */
  private void goTo(long pc, int count, long following) {
    Region.Block next = frame.region.blocks.get(pc);
    if (next == null) {
      frame.exit(pc, count);
      return;
    }
    frame.addRetired(count - next.uncounted);
    frame.widen(next);
    if (pc != following) {
      c.goto_(frame.label(pc));
    }
  }

  private void emitBranch(Region.Block block, int count, long following) {
    Meaning.Branch branch = (Meaning.Branch) frame.now.meaning.statements().getFirst();
    Region.Block taken = frame.region.blocks.get(block.target);
    Region.Block next = frame.region.blocks.get(block.next);
    int left = count;
    if (taken != null && taken.uncounted == 0 && next != null && next.uncounted == 0) {
      frame.addRetired(count);
      left = 0;
    }
    Label target =
        taken != null ? frame.entrance(taken, left) : frame.exitLater(block.target, left);
    expressions.emitCondition(branch.condition(), target);
    goTo(block.next, left, following);
  }

  /** rd = address of the next instruction. */
  private void setLink() {
    Region.Instruction i = frame.now;
    if (i.rd != 0) {
      c.loadConstant(i.next());
      frame.storeRegister(i);
      frame.words = frame.region.wordsAfter(i, frame.words);
      frame.wrote(1L << i.rd);
    }
  }

  // ---- calls -------------------------------------------------------------------------------

  private void emitCall(Region.Block block, int count, long following) {
    setLink();
    if (frame.translation.checked()) {
      frame.exit(block.target, count);
      return;
    }
    frame.flush(frame.dirty);
    frame.storeRetired(count);
    if (frame.translation.callsDirectly().test(block.target)) {
      emitDirectCall(block);
    } else {
      c.loadConstant(block.target).lstore(VALUE);
      emitFoundCall(block);
    }
    afterCall(block.next, following);
  }

  /** A static call that HotSpot can inline; what comes back elsewhere goes to the dispatcher. */
  private void emitDirectCall(Region.Block block) {
    Label deep = c.newLabel();
    Label done = c.newLabel();
    c.iload(DEPTH).loadConstant(Support.MAX_DEPTH).if_icmpge(deep);
    c.aload(H).iload(DEPTH).iconst_1().iadd();
    c.invokestatic(ClassDesc.of(Names.className(block.target)), "go", GO).lstore(VALUE);
    checkReturn(block, done);
    c.labelBinding(done);
    frame.later(() -> {
      c.labelBinding(deep);
      c.loadConstant(block.target).lstore(VALUE);
      emitDispatchedCall(block.next);
      c.goto_(done);
    });
  }

  /** Calls the address in VALUE. */
  private void emitDispatchedCall(long back) {
    frame.loadDispatcher();
    c.aload(H).lload(VALUE).loadConstant(back).iload(DEPTH).iconst_1().iadd();
    c.invokevirtual(DISPATCHER, "call", CALL).pop2();
  }

  /** Registers are in the hart: reload what the next block needs. */
  private void afterCall(long next, long following) {
    Region.Block block = frame.region.blocks.get(next);
    if (block == null) {
      c.loadConstant(next).lreturn();
      return;
    }
    frame.loadRetired();
    if (frame.translation.counted()) {
      Label out = c.newLabel();
      frame.checkBudget(out);
      frame.later(() -> c.labelBinding(out).loadConstant(next).lreturn());
    }
    frame.reload(block);
    frame.loadMode();
    if (next != following) {
      c.goto_(frame.label(next));
    }
  }

  private void emitIndirect(Region.Block block, int count, long following) {
    Region.Instruction i = frame.now;
    frame.loadLong(i.rs1);
    if (i.imm != 0) {
      c.loadConstant((long) i.imm).ladd();
    }
    c.loadConstant(frame.xlen() == 64 ? -2L : 0xfffffffeL).land().lstore(VALUE);
    setLink();
    Region.Block dispatch = frame.region.dispatch;
    if (dispatch != null && frame.region.isDispatched(block)) {
      goTo(dispatch.start, count, following);
      return;
    }
    frame.flush(frame.dirty);
    frame.storeRetired(count);
    if (block.end == Region.End.INDIRECT && Region.isSwitch(i)) {
      storeWay();
    }
    if (block.end == Region.End.INDIRECT || frame.translation.checked()) {
      c.lload(VALUE).lreturn();
      return;
    }
    emitFoundCall(block);
    afterCall(block.next, following);
  }

  /**
   * Goes to the block at the address in VALUE. What it is called by number in {@link
   * RegionCompiler#WAYS}, a table by address, so that HotSpot jumps through a table, too.
   */
  private void emitDispatch() {
    List<Long> ways = frame.region.ways;
    long base = ways.getFirst();
    Label out = c.newLabel();
    Label leave = frame.exitToValueLater();
    frame.later(() -> {
      c.labelBinding(out);
      storeWay();
      c.goto_(leave);
    });
    emitPoll(leave);
    c.lload(VALUE).loadConstant(base).lsub().iconst_1().lushr().lstore(ADDRESS);
    c.lload(ADDRESS).loadConstant((ways.getLast() - base >> 1) + 1).lcmp().ifge(out);
    c.getstatic(frame.self, RegionCompiler.WAYS, SHORTS).lload(ADDRESS).l2i().saload();
    List<SwitchCase> cases = new ArrayList<>();
    for (int k = 0; k < ways.size(); k++) {
      Region.Block next = Objects.requireNonNull(frame.region.blocks.get(ways.get(k)));
      cases.add(SwitchCase.of(k + 1, frame.entrance(next, 0)));
    }
    c.tableswitch(1, ways.size(), out, cases);
  }

  /** Tells the dispatcher that an indirect jump led to the address in VALUE. */
  private void storeWay() {
    c.aload(H).lload(VALUE).putfield(HART, "way", J);
  }

  /**
   * Calls the address in VALUE, if it is translated, at a place that HotSpot knows by itself: where
   * it is the same code always, that is inlined.
   */
  private void emitFoundCall(Region.Block block) {
    Label missing = c.newLabel();
    Label done = c.newLabel();
    c.aload(H).lload(VALUE).iload(DEPTH);
    c.invokestatic(SUPPORT, "target", MethodTypeDesc.of(TRANSLATED, HART, J, I));
    c.dup().ifnull(missing);
    c.aload(H).iload(DEPTH).iconst_1().iadd().invokevirtual(TRANSLATED, "run", GO).lstore(VALUE);
    checkReturn(block, done);
    c.labelBinding(done);
    frame.later(() -> {
      c.labelBinding(missing).pop();
      emitDispatchedCall(block.next);
      c.goto_(done);
    });
  }

  /** What comes back elsewhere than behind the call, in VALUE, goes to the dispatcher. */
  private void checkReturn(Region.Block block, Label done) {
    Label wrong = c.newLabel();
    c.lload(VALUE).loadConstant(block.next).lcmp().ifne(wrong);
    frame.later(() -> {
      c.labelBinding(wrong);
      emitDispatchedCall(block.next);
      c.goto_(done);
    });
  }

  private void emitSystemCall(Region.Block block, int count, long following) {
    if (frame.translation.checked()) {
      frame.exit(frame.now.pc | Frame.SLOW, count - 1);
      return;
    }
    frame.flush(frame.dirty);
    frame.storeRetired(count);
    c.aload(H).loadConstant(block.next).putfield(HART, "pc", J);
    frame.loadDispatcher();
    c.aload(H).invokevirtual(DISPATCHER, "systemCall", MethodTypeDesc.of(V, HART));
    afterCall(block.next, following);
  }
}
