package dev.ferry.codegen.select;

import dev.ferry.codegen.abi.CallLayout;
import dev.ferry.codegen.abi.CallingConvention;
import dev.ferry.codegen.abi.Location;
import dev.ferry.codegen.abi.Location.Part;
import dev.ferry.codegen.mir.CallTarget;
import dev.ferry.codegen.mir.FrameSlot;
import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.MOp;
import dev.ferry.codegen.mir.Reg;
import dev.ferry.codegen.mir.SymbolRef;
import dev.ferry.ir.CallInfo;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.Layout;
import dev.ferry.ir.Op;
import dev.ferry.ir.Param;
import dev.ferry.ir.ParamType;
import dev.ferry.ir.Signature;
import dev.ferry.ir.Slot;
import dev.ferry.ir.Symbol;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls, function entry and return: values to and from where the psABI puts them. */
final class CallSelector {
  private final Emission e;
  private final MemorySelector memory;
  private final long callClobbers;

  /** The layout of the function being selected. */
  final CallLayout own;

  private int resultPointer = Reg.NONE;

  CallSelector(Emission emission) {
    this.e = emission;
    this.memory = new MemorySelector(emission, this);
    long saved = Reg.SAVED_INT | (e.options.abi.floatBytes() > 0 ? Reg.SAVED_FLOAT : 0);
    this.callClobbers = ~saved & ~(1L << Reg.ZERO | 1L << Reg.GP | 1L << Reg.TP);
    this.own = CallingConvention.layout(e.function.signature, e.options.abi);
    e.mf.incomingBytes = own.stackBytes();
    Location result = own.result();
    if (result != null && result.indirect()) {
      resultPointer = e.newInt();
    }
  }

  MemorySelector memory() {
    return memory;
  }

  /** Copies into or out of physical registers that happen at one point, and what follows them. */
  private static final class Moves {
    final List<Integer> targets = new ArrayList<>();
    final List<Integer> sources = new ArrayList<>();
    final List<MInst> late = new ArrayList<>();

    void add(int target, int source) {
      targets.add(target);
      sources.add(source);
    }
  }

  private void emit(Moves moves) {
    if (!moves.targets.isEmpty()) {
      e.emit(copy(moves.targets, moves.sources));
    }
    for (MInst inst : moves.late) {
      e.emit(inst);
    }
  }

  private static MInst copy(List<Integer> targets, List<Integer> sources) {
    int n = targets.size();
    int[] regs = new int[2 * n];
    for (int i = 0; i < n; i++) {
      regs[i] = targets.get(i);
      regs[n + i] = sources.get(i);
    }
    return new MInst(MOp.COPY, n, regs, 0, null);
  }

  // ---- calls

  /** A call of a library function with integer arguments; {@code result} may be NONE. */
  void runtimeCall(String name, int[] args, int result) {
    Symbol symbol = e.function.module.library(name);
    Moves moves = new Moves();
    int[] uses = new int[args.length];
    for (int i = 0; i < args.length; i++) {
      uses[i] = Reg.A0 + i;
      moves.add(uses[i], args[i]);
    }
    emit(moves);
    boolean plt = e.options.pic;
    CallTarget target = new CallTarget(callee(symbol), plt, callClobbers, false);
    e.mf.hasCalls = true;
    if (result == Reg.NONE) {
      e.emit(new MInst(MOp.CALL, 0, uses, 0, target));
    } else {
      int[] regs = new int[uses.length + 1];
      regs[0] = Reg.A0;
      System.arraycopy(uses, 0, regs, 1, uses.length);
      e.emit(new MInst(MOp.CALL, 1, regs, 0, target));
      e.copy(result, Reg.A0);
    }
  }

  private SymbolRef callee(Symbol symbol) {
    return new SymbolRef(symbol, null, 0, SymbolRef.Access.PC_RELATIVE);
  }

  /** CALL; {@code d} is the result's register or NONE if nothing wants it. */
  void call(Instruction inst, int d) {
    CallInfo info = inst.call();
    Signature signature = info.signature();
    CallLayout layout = CallingConvention.layout(signature, e.options.abi);
    Moves moves = new Moves();
    List<Integer> uses = new ArrayList<>();
    int calleeReg = calleeRegister(inst, info);
    arguments(inst, info, layout, moves, uses);
    if (layout.resultPointer() != Reg.NONE) {
      argumentInto(moves, uses, layout.resultPointer(), inst.arg(info.firstArgument() - 1));
    }
    if (info.staticChain()) {
      argumentInto(moves, uses, Reg.T2, inst.args[inst.args.length - 1]);
    }
    e.mf.outgoingBytes = Math.max(e.mf.outgoingBytes, layout.stackBytes());
    e.mf.hasCalls = true;
    emit(moves);
    emitCall(info, calleeReg, uses, layout.result());
    result(inst, info, layout.result(), d);
  }

  /** A call as the end of the function; see {@link TailCalls}. */
  void tailCall(Instruction inst) {
    CallInfo info = inst.call();
    CallLayout layout = CallingConvention.layout(info.signature(), e.options.abi);
    Moves moves = new Moves();
    List<Integer> uses = new ArrayList<>();
    arguments(inst, info, layout, moves, uses);
    Symbol symbol = info.callee();
    if (symbol == null) {
      // The address must outlive the epilogue.
      moves.add(Reg.T1, e.reg(inst.arg(0)));
      uses.addFirst(Reg.T1);
    }
    emit(moves);
    boolean plt = symbol != null && e.options.pic && !symbol.isDsoLocal;
    SymbolRef ref = symbol == null ? null : callee(symbol);
    int[] regs = new int[uses.size()];
    for (int i = 0; i < regs.length; i++) {
      regs[i] = uses.get(i);
    }
    e.emit(new MInst(MOp.TAIL, 0, regs, 0, new CallTarget(ref, plt, callClobbers, false)));
  }

  private int calleeRegister(Instruction inst, CallInfo info) {
    Symbol symbol = info.callee();
    return symbol == null ? e.reg(inst.arg(0)) : Reg.NONE;
  }

  private void emitCall(
      CallInfo info, int calleeReg, List<Integer> uses, @Nullable Location result) {
    List<Part> results = result == null || result.indirect() ? List.of() : result.parts();
    int first = calleeReg == Reg.NONE ? 0 : 1;
    int[] regs = new int[results.size() + first + uses.size()];
    int n = 0;
    for (Part part : results) {
      regs[n++] = part.reg();
    }
    if (first == 1) {
      regs[n++] = calleeReg;
    }
    for (int use : uses) {
      regs[n++] = use;
    }
    Symbol symbol = info.callee();
    boolean plt = symbol != null && e.options.pic && !symbol.isDsoLocal;
    CallTarget target =
        new CallTarget(
            symbol == null ? null : callee(symbol), plt, callClobbers, info.returnsTwice());
    e.emit(new MInst(MOp.CALL, results.size(), regs, 0, target));
  }

  private void arguments(
      Instruction inst, CallInfo info, CallLayout layout, Moves moves, List<Integer> uses) {
    int first = info.firstArgument();
    for (int i = 0; i < layout.params().size(); i++) {
      Value arg = inst.arg(first + i);
      ParamType type = info.signature().params().get(i);
      Location location = layout.params().get(i);
      switch (type) {
        case ParamType.Scalar(Type scalar) -> scalarArgument(moves, uses, location, arg, scalar);
        case ParamType.Aggregate(Layout shape) ->
            aggregateArgument(moves, uses, location, arg, shape);
      }
    }
  }

  private void scalarArgument(
      Moves moves, List<Integer> uses, Location location, Value arg, Type type) {
    Part part = location.parts().getFirst();
    if (!part.inRegister()) {
      int value = e.reg(arg);
      MOp op = type.isFloat() ? floatStore(type.bytes()) : wordStore();
      memory.access(op, value, Address.of(outgoing(part.stack()), 0), 0);
      return;
    }
    if (type.isFloat() && !part.isFloat()) {
      MOp op = type == Type.F64 ? MOp.FMV_X_D : MOp.FMV_X_W;
      moves.add(part.reg(), e.unary(op, e.reg(arg)));
      uses.add(part.reg());
      return;
    }
    argumentInto(moves, uses, part.reg(), arg);
  }

  /** Constants and addresses are made in the argument register itself, after the copies. */
  private void argumentInto(Moves moves, List<Integer> uses, int reg, Value original) {
    uses.add(reg);
    Value arg = e.strip(original);
    if (arg instanceof Instruction inst && !e.inLoop()) {
      switch (inst.op) {
        case ICONST -> {
          late(moves, e.constantInto(reg, inst.imm));
          return;
        }
        case SLOT_ADDR -> {
          if (e.slotPointer[inst.slot().id] == 0) {
            FrameSlot slot = e.frameSlot(inst.slot());
            late(moves, new MInst(MOp.FRAME, 1, new int[] {reg}, inst.imm, slot));
            return;
          }
        }
        case GLOBAL_ADDR -> {
          Symbol symbol = inst.symbol();
          SymbolRef.Access access = e.accessOf(symbol);
          if (e.isPlainSymbol(symbol) && (inst.imm == 0 || access != SymbolRef.Access.GOT)) {
            SymbolRef ref = new SymbolRef(symbol, null, inst.imm, access);
            late(moves, new MInst(MOp.LA, 1, new int[] {reg}, 0, ref));
            return;
          }
        }
        default -> {}
      }
    } else if (arg instanceof Instruction inst && inst.op == Op.ICONST && cheap(inst.imm)) {
      late(moves, e.constantInto(reg, inst.imm));
      return;
    }
    moves.add(reg, e.reg(arg));
  }

  private static boolean cheap(long value) {
    return Emission.fits12(value) || value == (int) value && (value & 0xfff) == 0;
  }

  private static void late(Moves moves, MInst inst) {
    moves.late.add(inst);
  }

  private void aggregateArgument(
      Moves moves, List<Integer> uses, Location location, Value arg, Layout layout) {
    if (location.parts().isEmpty()) {
      return;
    }
    if (location.indirect()) {
      FrameSlot copy =
          e.mf.newSlot("arg", layout.size(), Math.max(layout.align(), e.options.wordBytes()));
      int to = e.frameAddress(copy, 0);
      memory.copyAggregate(to, e.reg(arg), layout.size(), layout.align());
      Part part = location.parts().getFirst();
      if (part.inRegister()) {
        uses.add(part.reg());
        late(moves, new MInst(MOp.FRAME, 1, new int[] {part.reg()}, 0, copy));
      } else {
        memory.access(
            wordStore(), e.frameAddress(copy, 0), Address.of(outgoing(part.stack()), 0), 0);
      }
      return;
    }
    Address from = memory.match(arg, 0, 17);
    for (Part part : location.parts()) {
      if (part.inRegister()) {
        int value = loadPart(part, from, layout);
        moves.add(part.reg(), value);
        uses.add(part.reg());
      } else {
        stackPart(part, from, layout);
      }
    }
  }

  /** Loads one register's share of an aggregate. */
  private int loadPart(Part part, Address from, Layout layout) {
    if (part.isFloat()) {
      int value = e.newFloat(part.bytes());
      if (layout.align() >= part.bytes()) {
        memory.access(part.bytes() == 8 ? MOp.FLD : MOp.FLW, value, from, part.offset());
      } else {
        int bits = e.newInt();
        memory.loadPieces(bits, from, part.offset(), part.bytes(), layout.align(), true);
        e.unary(part.bytes() == 8 ? MOp.FMV_D_X : MOp.FMV_W_X, value, bits);
      }
      return value;
    }
    int value = e.newInt();
    boolean signed = part.bytes() == 4 || fieldSigned(part, layout);
    memory.loadPieces(value, from, part.offset(), part.bytes(), layout.align(), signed);
    return value;
  }

  private static boolean fieldSigned(Part part, Layout layout) {
    for (Layout.Field field : layout.fields()) {
      if (field.offset() == part.offset() && field.bytes() == part.bytes()) {
        return field.isSigned();
      }
    }
    return false;
  }

  /** Copies the stack share of an aggregate, a word at a time. */
  private void stackPart(Part part, Address from, Layout layout) {
    int word = e.options.wordBytes();
    FrameSlot slot = outgoing(part.stack());
    for (int done = 0; done < part.bytes(); done += word) {
      int bytes = Math.min(word, part.bytes() - done);
      int value = e.newInt();
      memory.loadPieces(value, from, part.offset() + done, bytes, layout.align(), bytes < 8);
      memory.access(wordStore(), value, Address.of(slot, done), 0);
    }
  }

  private FrameSlot outgoing(int offset) {
    return new FrameSlot("out", 0, 16, FrameSlot.Area.OUTGOING, offset);
  }

  private MOp wordStore() {
    return e.options.wordBytes() == 8 ? MOp.SD : MOp.SW;
  }

  private static MOp floatStore(int bytes) {
    return bytes == 8 ? MOp.FSD : MOp.FSW;
  }

  private void result(Instruction inst, CallInfo info, @Nullable Location location, int d) {
    if (location == null || location.indirect()) {
      return;
    }
    if (info.signature().result() instanceof ParamType.Aggregate(Layout layout)) {
      aggregateResult(inst.arg(info.firstArgument() - 1), location, layout);
      return;
    }
    if (d == Reg.NONE) {
      return;
    }
    Part part = location.parts().getFirst();
    if (e.mf.isFloat(d) && !part.isFloat()) {
      int bits = e.newInt();
      e.copy(bits, part.reg());
      e.unary(part.bytes() == 8 ? MOp.FMV_D_X : MOp.FMV_W_X, d, bits);
    } else {
      e.copy(d, part.reg());
    }
  }

  private void aggregateResult(Value address, Location location, Layout layout) {
    Moves moves = new Moves();
    List<Integer> values = new ArrayList<>(2);
    for (Part part : location.parts()) {
      int value = part.isFloat() ? e.newFloat(part.bytes()) : e.newInt();
      values.add(value);
      moves.add(value, part.reg());
    }
    emit(moves);
    Address to = memory.match(address, 0, 17);
    for (int i = 0; i < values.size(); i++) {
      storePart(location.parts().get(i), values.get(i), to, layout);
    }
  }

  private void storePart(Part part, int value, Address to, Layout layout) {
    if (part.isFloat()) {
      if (layout.align() >= part.bytes()) {
        memory.access(floatStore(part.bytes()), value, to, part.offset());
        return;
      }
      int bits = e.unary(part.bytes() == 8 ? MOp.FMV_X_D : MOp.FMV_X_W, value);
      memory.storePieces(bits, to, part.offset(), part.bytes(), layout.align());
      return;
    }
    memory.storePieces(value, to, part.offset(), part.bytes(), layout.align());
  }

  // ---- entry

  /** Copies the parameters out of their places; emitted last, so that unused ones are known. */
  void entry(Function function, int staticChain, int returnAddress) {
    Moves moves = new Moves();
    List<Runnable> after = new ArrayList<>();
    saveVarargs(function, moves, after);
    if (resultPointer != Reg.NONE) {
      moves.add(resultPointer, own.resultPointer());
    }
    if (staticChain != Reg.NONE) {
      moves.add(staticChain, Reg.T2);
    }
    if (returnAddress != Reg.NONE) {
      moves.add(returnAddress, Reg.RA);
    }
    Slot[] slots = new Slot[own.params().size()];
    for (Slot slot : function.slots) {
      if (slot.param >= 0) {
        slots[slot.param] = slot;
      }
    }
    int scalar = 0;
    for (int i = 0; i < own.params().size(); i++) {
      Location location = own.params().get(i);
      switch (function.signature.params().get(i)) {
        case ParamType.Scalar(Type type) -> {
          if (scalar < function.entry().params.size()) {
            enterScalar(function.entry().params.get(scalar++), type, location, moves, after);
          }
        }
        case ParamType.Aggregate(Layout layout) -> {
          if (slots[i] != null) {
            enterAggregate(slots[i], location, layout, moves, after);
          }
        }
      }
    }
    emit(moves);
    for (Runnable step : after) {
      step.run();
    }
  }

  private void enterScalar(
      Param param, Type type, Location location, Moves moves, List<Runnable> after) {
    int d = e.vregOf[param.id];
    if (d == 0) {
      return;
    }
    Part part = location.parts().getFirst();
    if (!part.inRegister()) {
      FrameSlot slot = incoming(part.stack());
      MOp op =
          type.isFloat()
              ? type.bytes() == 8 ? MOp.FLD : MOp.FLW
              : type == Type.I64 ? MOp.LD : MOp.LW;
      after.add(() -> memory.access(op, d, Address.of(slot, 0), 0));
    } else if (type.isFloat() && !part.isFloat()) {
      int bits = e.newInt();
      moves.add(bits, part.reg());
      after.add(() -> e.unary(type == Type.F64 ? MOp.FMV_D_X : MOp.FMV_W_X, d, bits));
    } else {
      moves.add(d, part.reg());
    }
  }

  private FrameSlot incoming(long offset) {
    return new FrameSlot("in", 0, 16, FrameSlot.Area.INCOMING, offset);
  }

  /** Before selection: binds slots of parameters that live in the caller's memory. */
  void bindParameters(Function function) {
    for (Slot slot : function.slots) {
      if (slot.param < 0) {
        continue;
      }
      Location location = own.params().get(slot.param);
      if (location.indirect()) {
        e.slotPointer[slot.id] = e.newInt();
        if (!e.optimise) {
          // As gcc does, for debuggers: without optimisation every argument has a place.
          int word = e.options.wordBytes();
          e.mf.argumentPointers.put(slot, e.mf.newSlot("&" + slot.name, word, word));
        }
      } else if (location.isOnStackOnly()) {
        Part part = location.parts().getFirst();
        e.bindSlot(
            slot,
            new FrameSlot(slot.name, slot.size, slot.align, FrameSlot.Area.INCOMING, part.stack()));
      }
    }
  }

  private void enterAggregate(
      Slot slot, Location location, Layout layout, Moves moves, List<Runnable> after) {
    if (location.indirect()) {
      int pointer = e.slotPointer[slot.id];
      Part part = location.parts().getFirst();
      if (part.inRegister()) {
        moves.add(pointer, part.reg());
      } else {
        FrameSlot in = incoming(part.stack());
        MOp op = e.options.wordBytes() == 8 ? MOp.LD : MOp.LW;
        after.add(() -> memory.access(op, pointer, Address.of(in, 0), 0));
      }
      FrameSlot home = e.mf.argumentPointers.get(slot);
      if (home != null) {
        after.add(() -> memory.access(wordStore(), pointer, Address.of(home, 0), 0));
      }
      return;
    }
    if (location.parts().isEmpty() || location.isOnStackOnly()) {
      return;
    }
    FrameSlot target = e.frameSlot(slot);
    for (Part part : location.parts()) {
      Address to = Address.of(target, 0);
      if (part.inRegister()) {
        int value = part.isFloat() ? e.newFloat(part.bytes()) : e.newInt();
        moves.add(value, part.reg());
        after.add(() -> storePart(part, value, to, aligned(layout, target.align)));
      } else {
        // The tail of a value split between the last register and the stack.
        FrameSlot in = incoming(part.stack());
        after.add(() -> {
          int value = e.newInt();
          memory.loadPieces(value, Address.of(in, 0), 0, part.bytes(), 8, false);
          storePart(part, value, to, aligned(layout, target.align));
        });
      }
    }
  }

  private static Layout aligned(Layout layout, int align) {
    return align <= layout.align() ? layout : new Layout(layout.size(), align, layout.fields());
  }

  /** The unnamed argument registers go just below the incoming stack arguments. */
  private void saveVarargs(Function function, Moves moves, List<Runnable> after) {
    if (!function.signature.variadic() || own.namedIntRegs() >= 8) {
      return;
    }
    int word = e.options.wordBytes();
    for (int i = own.namedIntRegs(); i < 8; i++) {
      int value = e.newInt();
      moves.add(value, Reg.A0 + i);
      FrameSlot slot = incoming(-(8L - i) * word);
      after.add(() -> memory.access(wordStore(), value, Address.of(slot, 0), 0));
    }
  }

  // ---- return

  void returns(Terminator.Return terminator) {
    Location location = own.result();
    Value value = terminator.value;
    if (value == null || location == null) {
      e.emit(new MInst(MOp.RET, 0, MInst.noRegs(), 0, null));
      return;
    }
    Moves moves = new Moves();
    List<Integer> uses = new ArrayList<>(2);
    switch (e.function.signature.result()) {
      case ParamType.Aggregate(Layout layout) -> {
        if (location.indirect()) {
          memory.copyAggregate(resultPointer, e.reg(value), layout.size(), layout.align());
          moves.add(Reg.A0, resultPointer);
          uses.add(Reg.A0);
        } else {
          Address from = memory.match(value, 0, 17);
          for (Part part : location.parts()) {
            moves.add(part.reg(), loadPart(part, from, layout));
            uses.add(part.reg());
          }
        }
      }
      case ParamType.Scalar(Type type) -> {
        Part part = location.parts().getFirst();
        if (type.isFloat() && !part.isFloat()) {
          moves.add(
              part.reg(), e.unary(type == Type.F64 ? MOp.FMV_X_D : MOp.FMV_X_W, e.reg(value)));
          uses.add(part.reg());
        } else {
          argumentInto(moves, uses, part.reg(), value);
        }
      }
      case null -> {}
    }
    emit(moves);
    int[] regs = new int[uses.size()];
    for (int i = 0; i < regs.length; i++) {
      regs[i] = uses.get(i);
    }
    e.emit(new MInst(MOp.RET, 0, regs, 0, null));
  }
}
