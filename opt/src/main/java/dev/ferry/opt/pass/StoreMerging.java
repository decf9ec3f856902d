package dev.ferry.opt.pass;

import dev.ferry.ir.Block;
import dev.ferry.ir.Function;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.MemAccess;
import dev.ferry.ir.Op;
import dev.ferry.ir.Type;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.AliasAnalysis;
import dev.ferry.opt.Pass;
import dev.ferry.opt.PassContext;
import dev.ferry.opt.pass.StoreRun.Piece;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Constants that are stored side by side become one wider store.
 *
 * <p>Algorithm: a walk through each block collects the stores of constants, and small fills, by the
 * address that they are an offset from ({@link StoreRun}). What may see whether such a store has
 * happened ends the run; then words all of whose bytes are stored, and whose alignment is proved by
 * the object or by the accesses ({@link Alignments}), take the place of their pieces, widest first,
 * where the pieces stood last (gcc's {@code -fstore-merging}). A word of many instructions stays
 * apart.
 *
 * <p>Requires nothing, and stands behind everything that looks for stores of one field; preserves
 * the block graph. Before: {@code store i32 %p align 8, 0; store i32 %p + 4, 0}. After: {@code
 * store i64 %p, 0}.
 */
public final class StoreMerging implements Pass {
  private static final int MAX_RUNS = 8;

  @Override
  public String name() {
    return "store-merging";
  }

  @Override
  public boolean run(Function function, PassContext context) {
    StoreRun.Limits limits =
        StoreRun.Limits.of(function.module.xlen / 8, context.options.optimizesSize());
    Merging merging = null;
    boolean changed = false;
    for (Block block : function.blocks) {
      if (isCandidate(block, limits)) {
        if (merging == null) {
          merging = new Merging(function, context, limits);
        }
        changed |= merging.run(block);
      }
    }
    return changed;
  }

  private static boolean isCandidate(Block block, StoreRun.Limits limits) {
    int found = 0;
    for (Instruction instruction : block.instructions) {
      if (StoreRun.isCandidate(instruction, limits) && ++found == 2) {
        return true;
      }
    }
    return false;
  }

  private static final class Merging {
    private final Function function;
    private final PassContext context;
    private final AliasAnalysis alias;
    private final Alignments alignments;
    private final StoreRun.Limits limits;
    private final List<StoreRun> runs = new ArrayList<>();

    /** What goes, and what comes in the place of an instruction, in the current block. */
    private final Set<Instruction> removed = Collections.newSetFromMap(new IdentityHashMap<>());

    private final Map<Instruction, List<Instruction>> added = new IdentityHashMap<>();

    Merging(Function function, PassContext context, StoreRun.Limits limits) {
      this.function = function;
      this.context = context;
      this.alias = new AliasAnalysis(function);
      this.alignments = new Alignments();
      this.limits = limits;
    }

    // ---- the walk

    boolean run(Block block) {
      alignments.clear();
      for (Instruction instruction : block.instructions) {
        if (!instruction.op.isPure()) {
          visit(instruction);
        }
      }
      runs.forEach(this::merge);
      runs.clear();
      boolean changed = !removed.isEmpty();
      if (changed) {
        rebuild(block);
      }
      return changed;
    }

    private void visit(Instruction instruction) {
      StoreRun own = null;
      if (StoreRun.isCandidate(instruction, limits)) {
        own = runOf(StoreRun.Place.of(instruction.args[0]).root());
      }
      boolean isTwice = instruction.op == Op.CALL && instruction.call().returnsTwice();
      for (Iterator<StoreRun> i = runs.iterator(); i.hasNext(); ) {
        StoreRun run = i.next();
        if (run != own && (isTwice || run.conflicts(instruction, alias))) {
          merge(run);
          i.remove();
        }
      }
      alignments.learn(instruction);
      if (own != null) {
        own.add(instruction);
        runs.add(own);
      }
    }

    /** Takes the open run of stores to an object, or a new one, out of the list. */
    private StoreRun runOf(Object root) {
      StoreRun found = null;
      for (StoreRun run : runs) {
        if (run.root == root && !run.isFull()) {
          found = run;
        }
      }
      if (found == null && runs.size() == MAX_RUNS) {
        merge(runs.removeFirst());
      }
      runs.remove(found);
      return found != null ? found : new StoreRun(root);
    }

    private void rebuild(Block block) {
      List<Instruction> old = List.copyOf(block.instructions);
      block.instructions.clear();
      for (Instruction instruction : old) {
        added.getOrDefault(instruction, List.of()).forEach(block::append);
        if (!removed.contains(instruction)) {
          block.append(instruction);
        }
      }
      removed.clear();
      added.clear();
    }

    // ---- one run

    private void merge(StoreRun run) {
      if (!run.isPlural()) {
        return;
      }
      List<Piece> pieces = run.pieces(alignments, limits);
      Set<Instruction> split = Collections.newSetFromMap(new IdentityHashMap<>());
      List<Piece> merged = new ArrayList<>();
      for (int bytes = limits.wordBytes(); bytes > 1; bytes /= 2) {
        for (Piece first : List.copyOf(pieces)) {
          List<Piece> inside = word(run.root, pieces, first, bytes);
          if (inside != null && context.fuel()) {
            inside.forEach(p -> split.add(p.origin()));
            pieces.removeAll(inside);
            merged.add(whole(inside, bytes));
          }
        }
      }
      if (!merged.isEmpty()) {
        removed.addAll(split);
        pieces.removeIf(p -> !split.contains(p.origin()));
        pieces.addAll(merged);
        for (Piece piece : pieces) {
          emit(piece);
        }
      }
    }

    /** What a word of so many bytes that the piece is in consists of, if it is worth making. */
    private @Nullable List<Piece> word(Object root, List<Piece> pieces, Piece first, int bytes) {
      for (long offset = first.offset(); offset > first.offset() - bytes; offset--) {
        boolean isAligned =
            context.costs.fastUnaligned() || alignments.isAligned(root, offset, bytes);
        List<Piece> inside = isAligned ? StoreRun.within(pieces, offset, bytes) : null;
        if (inside != null && isWorthIt(inside, offset, bytes)) {
          return inside;
        }
      }
      return null;
    }

    /** The store in place of the pieces, where the last of them is. */
    private Piece whole(List<Piece> inside, int bytes) {
      Instruction last = inside.getLast().origin();
      context.optimized(function, last.loc, "stores merged");
      long offset = Long.MAX_VALUE;
      for (Piece piece : inside) {
        offset = Math.min(offset, piece.offset());
      }
      long image = StoreRun.image(inside, offset, bytes);
      return new Piece(last, offset, bytes, image, StoreRun.aliasOf(inside));
    }

    private boolean isWorthIt(List<Piece> inside, long offset, int bytes) {
      int before = inside.size() + StoreRun.costOfConstants(inside, context.costs);
      return inside.size() > 1
          && 1 + context.costs.constant(StoreRun.image(inside, offset, bytes)) < before;
    }

    private void emit(Piece piece) {
      Instruction origin = piece.origin();
      Type type = piece.bytes() == 8 ? Type.I64 : Type.I32;
      long bits = StoreRun.image(List.of(piece), piece.offset(), piece.bytes());
      Instruction constant = function.newConst(type, bits);
      Value address = origin.args[0];
      Instruction store = function.newInstruction(Op.STORE, null, address, constant);
      StoreRun.Place place = StoreRun.Place.of(address);
      int align = (int) Math.min(alignments.of(place.root(), piece.offset()), limits.wordBytes());
      int offset = (int) (piece.offset() - place.offset());
      store.payload =
          new MemAccess(StoreRun.type(piece.bytes()), offset, align, piece.alias(), false);
      constant.loc = origin.loc;
      store.loc = origin.loc;
      List<Instruction> list = added.computeIfAbsent(origin, _ -> new ArrayList<>());
      list.add(constant);
      list.add(store);
    }
  }
}
