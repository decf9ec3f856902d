package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.MemAccess;
import dev.ferry.ir.MemType;
import dev.ferry.ir.Op;
import dev.ferry.ir.Slot;
import dev.ferry.ir.Terminator;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.ControlFlow;
import dev.ferry.ir.analysis.DominanceFrontier;
import dev.ferry.ir.analysis.DominatorTree;
import dev.ferry.opt.Pass;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.edit.Blocks;
import dev.ferry.opt.edit.Substitution;
import dev.ferry.opt.pass.SlotPieces.Piece;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns slots whose address does not escape, or the separately accessed parts of them, into SSA
 * values (mem2reg and scalar replacement of aggregates in one).
 *
 * <p>Algorithm: {@link SlotPieces} finds the pieces; block parameters go to the iterated dominance
 * frontier of each piece's stores where the piece is live (Cytron et al. 1991, pruned form); a walk
 * of the dominator tree renames. Copies of promoted slots become moves of their pieces. A by-value
 * parameter keeps its slot and is loaded piece by piece in the entry.
 *
 * <p>Requires nothing; preserves the block graph except that unreachable blocks go. Before: {@code
 * store i32 $0, %1 … %2 = load i32 $0}. After: {@code %1} in place of {@code %2}.
 */
public final class Promote implements Pass {
  @Override
  public String name() {
    return "promote";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    if (function.slots.isEmpty() || function.callsReturnsTwice) {
      return false;
    }
    ControlFlow flow = ControlFlow.of(function);
    boolean changed = Blocks.removeUnreachable(function, flow);
    SlotPieces pieces = new SlotPieces(function, flow);
    Piece[] variables = pieces.number();
    if (variables.length > 0 && context.fuel()) {
      new Renamer(function, flow, pieces, variables).run();
      context.optimized(function, function.loc, variables.length + " variables in values");
      changed = true;
    }
    return removeUnusedSlots(function) | changed;
  }

  /** Slots that no instruction names any more disappear. */
  static boolean removeUnusedSlots(Function function) {
    boolean[] used = new boolean[function.slots.size()];
    for (Block block : function.blocks) {
      for (Instruction instruction : block.instructions) {
        if (instruction.op == Op.SLOT_ADDR) {
          used[instruction.slot().id] = true;
        }
      }
    }
    for (boolean isUsed : used) {
      if (!isUsed) {
        function.removeSlots(used);
        return true;
      }
    }
    return false;
  }

  /** The renaming of one function. */
  private static final class Renamer {
    private final Function function;
    private final ControlFlow flow;
    private final DominatorTree tree;
    private final SlotPieces pieces;
    private final Piece[] variables;
    private final Substitution substitution;

    /** The variable's value at this point of the walk; null before any definition. */
    private final @Nullable Value[] current;

    /** Undo log: variable, value before. */
    private int[] undoVariable = new int[64];

    private @Nullable Value[] undoValue = new Value[64];
    private int undoCount;

    /** By block id: the variables its new parameters carry, in order. */
    private final int[] @Nullable [] blockVariables;

    private final @Nullable Instruction[] undefs = new Instruction[Type.values().length];
    private ArrayList<Instruction> output = new ArrayList<>();
    private int loc;

    Renamer(Function function, ControlFlow flow, SlotPieces pieces, Piece[] variables) {
      this.function = function;
      this.flow = flow;
      this.tree = DominatorTree.of(flow);
      this.pieces = pieces;
      this.variables = variables;
      this.substitution = new Substitution(function);
      this.current = new Value[variables.length];
      this.blockVariables = new int[function.blockLimit()][];
    }

    void run() {
      new Placement(flow, tree, pieces, variables, blockVariables).run();
      addParams();
      walk();
      substitution.apply(function);
    }

    private void addParams() {
      for (Block block : flow.order) {
        int[] list = blockVariables[block.id];
        if (list != null) {
          for (int variable : list) {
            block.addParam(variables[variable].type());
          }
        }
      }
    }

    // ---- the walk

    private void walk() {
      int n = flow.order.length;
      Block[] stack = new Block[n + 1];
      int[] nextChild = new int[n + 1];
      int[] undoMark = new int[n + 1];
      int top = 0;
      stack[0] = function.entry();
      enter(stack[0]);
      while (top >= 0) {
        Block block = stack[top];
        if (nextChild[top] < tree.childCount(block)) {
          Block child = tree.child(block, nextChild[top]++);
          top++;
          stack[top] = child;
          nextChild[top] = 0;
          undoMark[top] = undoCount;
          enter(child);
        } else {
          undo(undoMark[top--]);
        }
      }
    }

    private void undo(int mark) {
      while (undoCount > mark) {
        undoCount--;
        current[undoVariable[undoCount]] = undoValue[undoCount];
      }
    }

    private void set(int variable, Value value) {
      if (undoCount == undoVariable.length) {
        undoVariable = Arrays.copyOf(undoVariable, undoCount * 2);
        undoValue = Arrays.copyOf(undoValue, undoCount * 2);
      }
      undoVariable[undoCount] = variable;
      undoValue[undoCount++] = current[variable];
      current[variable] = value;
    }

    private Value get(int variable) {
      Value value = current[variable];
      return value != null ? value : undef(variables[variable].type());
    }

    private Value undef(Type type) {
      Instruction known = undefs[type.ordinal()];
      if (known == null) {
        known = function.newInstruction(Op.UNDEF, type);
        known.block = function.entry();
        undefs[type.ordinal()] = known;
        // The entry may be being rewritten right now: its list gets the undefs when it is done.
        if (entryDone) {
          function.entry().insert(0, known);
        } else {
          output.add(0, known);
        }
      }
      return known;
    }

    private boolean entryDone;

    private void enter(Block block) {
      int[] list = blockVariables[block.id];
      if (list != null) {
        int first = block.params.size() - list.length;
        for (int i = 0; i < list.length; i++) {
          set(list[i], block.params.get(first + i));
        }
      }
      output = new ArrayList<>(block.instructions.size() + 4);
      if (block == function.entry()) {
        loadParameters();
      }
      for (Instruction instruction : block.instructions) {
        loc = instruction.loc;
        if (!replace(instruction)) {
          output.add(instruction);
        }
      }
      for (Instruction instruction : output) {
        instruction.block = block;
      }
      block.instructions.clear();
      block.instructions.addAll(output);
      entryDone = true;
      extendEdges(block.terminator);
    }

    private void extendEdges(Terminator terminator) {
      for (Edge edge : terminator.edges()) {
        int[] list = blockVariables[edge.target.id];
        if (list != null) {
          int old = edge.args.length;
          Value[] args = Arrays.copyOf(edge.args, old + list.length);
          for (int i = 0; i < list.length; i++) {
            args[old + i] = get(list[i]);
          }
          edge.args = args;
        }
      }
    }

    /** By-value parameters arrive in their slots: reads them into the variables. */
    private void loadParameters() {
      for (Slot slot : function.slots) {
        if (slot.param >= 0 && !pieces.escapes[slot.id]) {
          for (Piece piece : pieces.of(slot)) {
            if (piece.variable >= 0) {
              Instruction address = emit(Op.SLOT_ADDR, function.module.pointerType());
              address.payload = slot;
              set(piece.variable, loadPiece(piece, address, piece.offset, 0, alignOf(piece)));
            }
          }
        }
      }
    }

    private static int alignOf(Piece piece) {
      int at = piece.offset | piece.slot.align;
      return Math.min(piece.bytes, Integer.lowestOneBit(at));
    }

    private Instruction emit(Op op, @Nullable Type type, Value... args) {
      Instruction instruction = function.newInstruction(op, type, args);
      instruction.loc = loc;
      output.add(instruction);
      return instruction;
    }

    /** A load of one piece from memory, of the variable's type. */
    private Instruction loadPiece(Piece piece, Value address, int at, int alias, int align) {
      Type type = piece.type();
      Instruction load = emit(Op.LOAD, type, address);
      load.payload = new MemAccess(memType(piece), at, align, alias, false);
      return load;
    }

    private static MemType memType(Piece piece) {
      return switch (piece.bytes) {
        case 1 -> MemType.I8U;
        case 2 -> MemType.I16U;
        default -> MemType.of(piece.type());
      };
    }

    // ---- instructions

    /** Whether the instruction was taken care of and is to go. */
    private boolean replace(Instruction instruction) {
      return switch (instruction.op) {
        case LOAD -> load(instruction);
        case STORE -> store(instruction);
        case MEMCPY -> copy(instruction);
        case MEMSET -> fill(instruction);
        case SLOT_ADDR -> isGone(instruction);
        case ADD -> pieces.base[instruction.id] != null && isGone(instruction);
        default -> false;
      };
    }

    /** Addresses of wholly promoted slots have no use left. */
    private boolean isGone(Instruction address) {
      Slot slot = pieces.base[address.id];
      if (slot == null || pieces.escapes[slot.id]) {
        return false;
      }
      for (Piece piece : pieces.of(slot)) {
        if (piece.isBad) {
          return false;
        }
      }
      return true;
    }

    private boolean load(Instruction instruction) {
      MemAccess access = instruction.access();
      Piece piece = pieces.find(instruction.args[0], access.offset(), access.type().bytes());
      if (piece == null) {
        return false;
      }
      Value value = get(piece.variable);
      substitution.replace(instruction, convertRead(value, access.type(), instruction));
      return true;
    }

    private Value convertRead(Value value, MemType memory, Instruction load) {
      Type type = load.requireType();
      Type from = value.requireType();
      if (from.bytes() == type.bytes() && from != type) {
        return emit(Op.BITCAST, type, value);
      }
      Value narrow =
          switch (memory) {
            case I8S -> emit(Op.SEXT8, from, value);
            case I8U -> emit(Op.ZEXT8, from, value);
            case I16S -> emit(Op.SEXT16, from, value);
            case I16U -> emit(Op.ZEXT16, from, value);
            case I32, I32U -> from == Type.F32 ? emit(Op.BITCAST, Type.I32, value) : value;
            case I64, F32, F64 -> value;
          };
      if (type == Type.I64 && narrow.type == Type.I32) {
        return emit(memory == MemType.I32U ? Op.ZEXT : Op.SEXT, Type.I64, narrow);
      }
      return narrow;
    }

    private boolean store(Instruction instruction) {
      MemAccess access = instruction.access();
      Piece piece = pieces.find(instruction.args[0], access.offset(), access.type().bytes());
      if (piece == null) {
        return false;
      }
      set(piece.variable, convertWrite(substitution.find(instruction.args[1]), piece));
      return true;
    }

    private Value convertWrite(Value value, Piece piece) {
      Type to = piece.type();
      Type from = value.requireType();
      if (from == to) {
        return value;
      }
      if (from.bytes() == to.bytes()) {
        return emit(Op.BITCAST, to, value);
      }
      if (to == Type.F32) {
        return emit(Op.BITCAST, to, emit(Op.TRUNC, Type.I32, value));
      }
      return emit(Op.TRUNC, Type.I32, value);
    }

    private boolean fill(Instruction instruction) {
      Slot slot = pieces.base[instruction.args[0].id];
      if (slot == null || pieces.escapes[slot.id]) {
        return false;
      }
      long start = pieces.offset[instruction.args[0].id];
      long splat = (((Instruction) instruction.args[1]).imm & 0xff) * 0x0101010101010101L;
      for (Piece piece : pieces.of(slot)) {
        if (piece.offset >= start && piece.end() <= start + instruction.imm) {
          Type type = piece.type();
          Instruction constant = emit(type.isInt() ? Op.ICONST : Op.FCONST, type);
          long bits = piece.bytes < 4 ? splat & (1L << piece.bytes * 8) - 1 : splat;
          constant.imm =
              switch (type) {
                case I32 -> (int) bits;
                case F32 -> bits & 0xffffffffL;
                default -> bits;
              };
          set(piece.variable, constant);
        }
      }
      return true;
    }

    private boolean copy(Instruction instruction) {
      Slot to = pieces.base[instruction.args[0].id];
      Slot from = pieces.base[instruction.args[1].id];
      boolean toIs = pieces.isCandidate(to);
      boolean fromIs = pieces.isCandidate(from);
      if (!toIs && !fromIs) {
        return false;
      }
      int toAt = (int) pieces.offset[instruction.args[0].id];
      int fromAt = (int) pieces.offset[instruction.args[1].id];
      if (toIs && to != null) {
        copyInto(instruction, to, toAt, fromIs ? from : null, fromAt);
      } else if (from != null) {
        copyOut(instruction, from, fromAt);
      }
      return true;
    }

    private void copyInto(Instruction copy, Slot to, int toAt, @Nullable Slot from, int fromAt) {
      Value source = substitution.find(copy.args[1]);
      List<Piece> moved = new ArrayList<>();
      List<Value> values = new ArrayList<>();
      for (Piece piece : pieces.of(to)) {
        if (piece.offset < toAt || piece.end() > toAt + copy.imm) {
          continue;
        }
        moved.add(piece);
        int at = piece.offset - toAt;
        if (from == null) {
          int align = Math.min(piece.bytes, accessAlign(copy.memBlock().sourceAlign(), at));
          values.add(loadPiece(piece, source, at, 0, align));
        } else {
          values.add(convertWrite(get(sourcePiece(from, fromAt + at, piece).variable), piece));
        }
      }
      for (int i = 0; i < moved.size(); i++) {
        set(moved.get(i).variable, values.get(i));
      }
    }

    private static int accessAlign(int align, int at) {
      return at == 0 ? align : Math.min(align, Integer.lowestOneBit(at));
    }

    private Piece sourcePiece(Slot from, int at, Piece wanted) {
      for (Piece piece : pieces.of(from)) {
        if (piece.offset == at && piece.bytes == wanted.bytes) {
          return piece;
        }
      }
      throw new IllegalStateException("pieces of a copy differ: " + from + " at " + at);
    }

    private void copyOut(Instruction copy, Slot from, int fromAt) {
      Value target = substitution.find(copy.args[0]);
      for (Piece piece : pieces.of(from)) {
        if (piece.offset < fromAt || piece.end() > fromAt + copy.imm) {
          continue;
        }
        int at = piece.offset - fromAt;
        int align = Math.min(piece.bytes, accessAlign(copy.memBlock().destinationAlign(), at));
        Instruction store = emit(Op.STORE, null, target, get(piece.variable));
        store.payload = new MemAccess(memType(piece), at, align, 0, false);
      }
    }
  }

  /** Where block parameters go: pruned iterated dominance frontiers. */
  private static final class Placement {
    private final ControlFlow flow;
    private final DominanceFrontier frontier;
    private final SlotPieces pieces;
    private final int[] @Nullable [] result;

    /** Per variable, chained: blocks that store it, blocks that read it before storing. */
    private final int[] firstDef;

    private final int[] firstUse;
    private int[] next = new int[64];
    private Block[] blocks = new Block[64];
    private int links = 1;

    /** The last block in which the variable was stored, by variable: id + 1. */
    private final int[] storedIn;

    private final int[] usedIn;

    Placement(
        ControlFlow flow,
        DominatorTree tree,
        SlotPieces pieces,
        Piece[] variables,
        int[] @Nullable [] result) {
      this.flow = flow;
      this.frontier = DominanceFrontier.of(tree);
      this.pieces = pieces;
      this.result = result;
      firstDef = new int[variables.length];
      firstUse = new int[variables.length];
      storedIn = new int[variables.length];
      usedIn = new int[variables.length];
    }

    void run() {
      for (Block block : flow.order) {
        for (Instruction instruction : block.instructions) {
          scan(block, instruction);
        }
      }
      int n = flow.number.length;
      int[] live = new int[n];
      int[] placed = new int[n];
      Arrays.fill(live, -1);
      Arrays.fill(placed, -1);
      Block[] work = new Block[n + 1];
      for (int v = 0; v < firstDef.length; v++) {
        if (firstUse[v] != 0 && firstDef[v] != 0) {
          markLive(v, live, work);
          place(v, live, placed, work);
        }
      }
    }

    private void scan(Block block, Instruction instruction) {
      switch (instruction.op) {
        case LOAD -> {
          MemAccess access = instruction.access();
          use(block, pieces.find(instruction.args[0], access.offset(), access.type().bytes()));
        }
        case STORE -> {
          MemAccess access = instruction.access();
          define(block, pieces.find(instruction.args[0], access.offset(), access.type().bytes()));
        }
        case MEMCPY -> {
          range(block, instruction, 1, false);
          range(block, instruction, 0, true);
        }
        case MEMSET -> range(block, instruction, 0, true);
        default -> {}
      }
    }

    private void range(Block block, Instruction copy, int side, boolean defines) {
      Slot slot = pieces.base[copy.args[side].id];
      if (slot == null || pieces.escapes[slot.id]) {
        return;
      }
      long start = pieces.offset[copy.args[side].id];
      for (Piece piece : pieces.of(slot)) {
        if (piece.offset >= start && piece.end() <= start + copy.imm) {
          if (defines) {
            define(block, piece);
          } else {
            use(block, piece);
          }
        }
      }
    }

    private void use(Block block, @Nullable Piece piece) {
      if (piece != null && piece.variable >= 0) {
        int v = piece.variable;
        if (storedIn[v] != block.id + 1 && usedIn[v] != block.id + 1) {
          usedIn[v] = block.id + 1;
          firstUse[v] = link(block, firstUse[v]);
        }
      }
    }

    private void define(Block block, @Nullable Piece piece) {
      if (piece != null && piece.variable >= 0) {
        int v = piece.variable;
        if (storedIn[v] != block.id + 1) {
          storedIn[v] = block.id + 1;
          firstDef[v] = link(block, firstDef[v]);
        }
      }
    }

    private int link(Block block, int rest) {
      if (links == next.length) {
        next = Arrays.copyOf(next, links * 2);
        blocks = Arrays.copyOf(blocks, links * 2);
      }
      next[links] = rest;
      blocks[links] = block;
      return links++;
    }

    /** live[b] = v where the variable is live on entry to b. */
    private void markLive(int v, int[] live, Block[] work) {
      int count = 0;
      for (int l = firstUse[v]; l != 0; l = next[l]) {
        live[blocks[l].id] = v;
        work[count++] = blocks[l];
      }
      while (count > 0) {
        Block block = work[--count];
        for (int p = 0; p < flow.predecessorCount(block); p++) {
          Block pred = flow.predecessor(block, p);
          if (live[pred.id] != v && !defines(v, pred)) {
            live[pred.id] = v;
            work[count++] = pred;
          }
        }
      }
    }

    private int defStamp = -1;
    private boolean @Nullable [] defSet;

    private boolean defines(int v, Block block) {
      boolean[] set = defSet;
      if (set == null) {
        set = new boolean[flow.number.length];
        defSet = set;
      }
      if (defStamp != v) {
        if (defStamp >= 0) {
          for (int l = firstDef[defStamp]; l != 0; l = next[l]) {
            set[blocks[l].id] = false;
          }
        }
        defStamp = v;
        for (int l = firstDef[v]; l != 0; l = next[l]) {
          set[blocks[l].id] = true;
        }
      }
      return set[block.id];
    }

    private void place(int v, int[] live, int[] placed, Block[] work) {
      int count = 0;
      for (int l = firstDef[v]; l != 0; l = next[l]) {
        work[count++] = blocks[l];
      }
      // The entry defines everything once more (as undefined or as a parameter), which adds
      // nothing:
      // its frontier is empty.
      while (count > 0) {
        Block block = work[--count];
        for (int i = 0; i < frontier.size(block); i++) {
          Block join = frontier.get(block, i);
          if (placed[join.id] != v && live[join.id] == v) {
            placed[join.id] = v;
            int[] list = result[join.id];
            if (list == null) {
              result[join.id] = new int[] {v};
            } else {
              int[] longer = Arrays.copyOf(list, list.length + 1);
              longer[list.length] = v;
              result[join.id] = longer;
            }
            if (!defines(v, join)) {
              work[count++] = join;
            }
          }
        }
      }
    }
  }
}
