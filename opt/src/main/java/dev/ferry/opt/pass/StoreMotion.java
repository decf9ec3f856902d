package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Edge;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.MemAccess;
import dev.ferry.ir.Op;
import dev.ferry.ir.Slot;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.AliasAnalysis;
import dev.ferry.ir.analysis.AliasAnalysis.Relation;
import dev.ferry.ir.analysis.ControlFlow;
import dev.ferry.ir.analysis.DominatorTree;
import dev.ferry.ir.analysis.LoopForest;
import dev.ferry.ir.analysis.LoopForest.Loop;
import dev.ferry.opt.Pass;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.edit.Blocks;
import dev.ferry.opt.edit.LoopEdit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A place in memory that each round of a loop stores to lives in a slot of its own while the loop
 * runs, which {@code promote} then makes a value: it is loaded before the loop and stored where the
 * loop is left.
 *
 * <p>Algorithm: for each loop, outer ones first, the stores to an address that does not change in
 * it (gcc's store motion, LLVM's scalar promotion). All else in the loop must be surely elsewhere,
 * and one of the stores must be on every way round and out, so that no store is made up.
 *
 * <p>Requires nothing; adds preheaders and blocks on exits, preserves the block graph otherwise.
 * Before: {@code loop: %1 = load %p; %2 = add %1, %x; store %p, %2; branch loop}. After: {@code %0
 * = load %p; loop: … branch loop; out: store %p, %2}.
 */
public final class StoreMotion implements Pass {
  private static final int MAX_ACCESSES = 64;
  private static final int MAX_EXITS = 4;

  /** Places of a loop that live in registers: those for integers have much else to hold. */
  private static final int MAX_PLACES = 6;

  private static final int MAX_FLOAT_PLACES = 16;

  @Override
  public String name() {
    return "store-motion";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    ControlFlow flow = ControlFlow.of(function);
    boolean changed = Blocks.removeUnreachable(function, flow);
    LoopForest forest = LoopForest.of(DominatorTree.of(flow));
    if (forest.loops.isEmpty() || function.callsReturnsTwice) {
      return changed;
    }
    if (LoopEdit.addPreheaders(function, forest, flow)) {
      flow = ControlFlow.of(function);
      forest = LoopForest.of(DominatorTree.of(flow));
      changed = true;
    }
    return new Mover(function, context, DominatorTree.of(flow), forest).run() | changed;
  }

  /** One place in memory, and what touches it in the loop. */
  private record Place(
      Block preheader, List<Edge> exits, List<Block> leaving, List<Instruction> accesses) {}

  private static final class Mover {
    private final Function function;
    private final PassContext context;
    private final DominatorTree tree;
    private final LoopForest forest;
    private final AliasAnalysis alias;
    private final Set<Instruction> taken = new HashSet<>();
    private final Set<Block> landings = new HashSet<>();
    private final List<Place> places = new ArrayList<>();

    Mover(Function function, PassContext context, DominatorTree tree, LoopForest forest) {
      this.function = function;
      this.context = context;
      this.tree = tree;
      this.forest = forest;
      this.alias = new AliasAnalysis(function);
    }

    boolean run() {
      List<Loop> loops = new ArrayList<>(forest.loops);
      loops.sort((a, b) -> Integer.compare(a.depth, b.depth));
      for (Loop loop : loops) {
        Block preheader = LoopEdit.preheader(loop, forest, tree.flow);
        if (preheader != null) {
          look(loop, preheader);
        }
      }
      for (Place place : places) {
        move(place);
      }
      return !places.isEmpty();
    }

    // ---- which places

    private void look(Loop loop, Block preheader) {
      List<Edge> exits = new ArrayList<>();
      List<Block> leaving = new ArrayList<>();
      List<Instruction> touching = new ArrayList<>();
      for (Block block : loop.blocks) {
        for (Edge edge : block.terminator.edges()) {
          if (!forest.contains(loop, edge.target)) {
            if (Blocks.isFixedEdge(block.terminator, edge)) {
              return;
            }
            exits.add(edge);
            leaving.add(block);
          }
        }
        if (!collect(block, touching)) {
          return;
        }
      }
      if (exits.size() > MAX_EXITS) {
        return;
      }
      int found = 0;
      int foundFloats = 0;
      for (Instruction store : touching) {
        if (store.op != Op.STORE || taken.contains(store)) {
          continue;
        }
        boolean isFloat = !store.access().type().isInt();
        if (isFloat ? foundFloats < MAX_FLOAT_PLACES : found < MAX_PLACES) {
          List<Instruction> accesses = accessesOf(store, touching, loop, leaving);
          if (accesses != null && context.fuel()) {
            taken.addAll(accesses);
            places.add(new Place(preheader, exits, leaving, accesses));
            context.optimized(function, store.loc, "store moved out of the loop");
            if (isFloat) {
              foundFloats++;
            } else {
              found++;
            }
          }
        }
      }
    }

    /** Adds what touches memory; false if that is too much or may leave the loop unseen. */
    private static boolean collect(Block block, List<Instruction> touching) {
      for (Instruction instruction : block.instructions) {
        if (!instruction.op.isPure()) {
          touching.add(instruction);
          if (touching.size() > MAX_ACCESSES
              || instruction.op == Op.ASM
              || instruction.op == Op.CALL && instruction.call().mayNotReturn()) {
            return false;
          }
        }
      }
      return true;
    }

    /** All accesses of the store's place in the loop, or null if it cannot live in a register. */
    private @Nullable List<Instruction> accessesOf(
        Instruction store, List<Instruction> touching, Loop loop, List<Block> leaving) {
      if (!isWhole(store) || !isInvariant(store.args[0], loop)) {
        return null;
      }
      MemAccess place = store.access();
      int bytes = place.type().bytes();
      List<Instruction> accesses = new ArrayList<>();
      boolean surelyStores = false;
      for (Instruction other : touching) {
        if (isSamePlace(store, other)) {
          accesses.add(other);
          surelyStores |= other.op == Op.STORE && isOnEveryWay(other.block, loop, leaving);
        } else if (alias.writes(other, store.args[0], place.offset(), bytes, place.alias())
                != Relation.NO
            || alias.reads(other, store.args[0], place.offset(), bytes, place.alias())) {
          return null;
        }
      }
      return surelyStores ? accesses : null;
    }

    private boolean isSamePlace(Instruction store, Instruction other) {
      return (other.op == Op.LOAD || other.op == Op.STORE)
          && isWhole(other)
          && !taken.contains(other)
          && typeOf(other) == typeOf(store)
          && alias.relate(store, other) == Relation.MUST;
    }

    /** A plain access of all the bytes of its value. */
    private static boolean isWhole(Instruction access) {
      return !access.access().isVolatile()
          && access.access().type().bytes() == typeOf(access).bytes();
    }

    private static Type typeOf(Instruction access) {
      return access.op == Op.STORE ? access.args[1].requireType() : access.requireType();
    }

    private boolean isInvariant(Value address, Loop loop) {
      Block home = address.block;
      return address instanceof Instruction i && Licm.isPlaceless(i)
          || home != null && !forest.contains(loop, home);
    }

    private boolean isOnEveryWay(@Nullable Block block, Loop loop, List<Block> leaving) {
      if (block == null) {
        return false;
      }
      for (Block latch : loop.latches) {
        if (!tree.dominates(block, latch)) {
          return false;
        }
      }
      for (Block last : leaving) {
        if (!tree.dominates(block, last)) {
          return false;
        }
      }
      return true;
    }

    // ---- the move

    private void move(Place place) {
      Instruction first = place.accesses.getFirst();
      Type type = typeOf(first);
      MemAccess memory = first.access();
      MemAccess kept = new MemAccess(memory.type(), 0);
      Slot slot = function.addSlot("kept", type.bytes(), type.bytes());
      Value address = before(place.preheader, first.args[0]);
      Instruction initial = function.newInstruction(Op.LOAD, type, address);
      initial.payload = memory;
      initial.loc = first.loc;
      place.preheader.append(initial);
      Instruction home = slotAddress(slot);
      place.preheader.append(home);
      place.preheader.append(store(home, initial, kept, first.loc));
      for (Instruction access : place.accesses) {
        Block block = access.block;
        if (block != null) {
          Instruction inside = slotAddress(slot);
          block.insert(block.instructions.indexOf(access), inside);
          access.args[0] = inside;
          access.payload = kept;
        }
      }
      for (int i = 0; i < place.exits.size(); i++) {
        Block landing = landing(place.leaving.get(i), place.exits.get(i));
        Instruction last = slotAddress(slot);
        landing.append(last);
        Instruction value = function.newInstruction(Op.LOAD, type, last);
        value.payload = kept;
        landing.append(value);
        landing.append(store(address, value, memory, first.loc));
      }
    }

    /** The address at the end of a block before the loop. */
    private Value before(Block preheader, Value address) {
      if (address instanceof Instruction i && Licm.isPlaceless(i)) {
        Instruction copy = function.newInstruction(i.op, i.type);
        copy.imm = i.imm;
        copy.payload = i.payload;
        copy.loc = i.loc;
        return preheader.append(copy);
      }
      return address;
    }

    private Instruction slotAddress(Slot slot) {
      Instruction address = function.newInstruction(Op.SLOT_ADDR, function.module.pointerType());
      address.payload = slot;
      return address;
    }

    private Instruction store(Value address, Value value, MemAccess access, int loc) {
      Instruction store = function.newInstruction(Op.STORE, null, address, value);
      store.payload = access;
      store.loc = loc;
      return store;
    }

    /** The block on an exit, made for the first place that needs it. */
    private Block landing(Block from, Edge exit) {
      if (!landings.contains(exit.target)) {
        landings.add(Blocks.split(function, from, exit));
      }
      return exit.target;
    }
  }
}
