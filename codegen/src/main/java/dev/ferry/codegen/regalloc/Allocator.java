package dev.ferry.codegen.regalloc;

import dev.ferry.base.InternalCompilerError;
import dev.ferry.codegen.CodegenDiagnostic;
import dev.ferry.codegen.RejectedOperandException;
import dev.ferry.codegen.mir.MBlock;
import dev.ferry.codegen.mir.MFunction;
import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.MLoop;
import dev.ferry.codegen.mir.MOp;
import dev.ferry.codegen.mir.Reg;
import dev.ferry.ir.CostModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Assigns registers to bundles in the order of spill cost per length (priority colouring after Chow
 * and Hennessy on live intervals with holes). A bundle that finds no register is split around the
 * outermost loop in which one is free, then into blocks, and what is left lives in its slot with a
 * minimal piece around each reference.
 */
final class Allocator {
  /** Cost of saving and restoring one more callee-saved register, in memory accesses. */
  private static final double SAVE_COST = 2;

  /** References of one value made again that share a register, at most. */
  private static final int MAX_SHARED = 16;

  private final LiveRanges ranges;
  private final MFunction function;
  private final @Nullable Bundle[] bundleOf;
  private final Occupancy[] occupancy;
  private final int[] intOrder;
  private final int[] floatOrder;
  private final boolean splitsRegions;
  private final double entryFrequency;
  private long usedSaved;
  private long order;

  private record Entry(Piece piece, double density, long order) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byDensity = Double.compare(other.density, density);
      return byDensity != 0 ? byDensity : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Entry> queue = new PriorityQueue<>();
  private final List<Bundle> bundles = new ArrayList<>();

  Allocator(LiveRanges ranges, @Nullable Bundle[] bundleOf, boolean splitsRegions) {
    this.ranges = ranges;
    this.function = ranges.function;
    this.bundleOf = bundleOf;
    this.occupancy = ranges.fixed;
    this.splitsRegions = splitsRegions;
    this.intOrder = withoutReserved(intOrder(function));
    this.floatOrder = withoutReserved(floatOrder());
    this.usedSaved = function.usedSaved;
    this.entryFrequency = ranges.blocks[0].frequency;
  }

  private int[] withoutReserved(int[] all) {
    return function.reserved == 0
        ? all
        : Arrays.stream(all).filter(r -> (function.reserved >>> r & 1) == 0).toArray();
  }

  /** Compressible registers first, then the rest, callee-saved ones last. */
  private static int[] intOrder(MFunction function) {
    IntList list = new IntList(32);
    for (int r : new int[] {15, 14, 13, 12, 11, 10, 16, 17, 6, 28, 29, 30, 5, 7, 31}) {
      if (r != Reg.T6 || !function.reservesScratch) {
        list.add(r);
      }
    }
    if (!function.needsFramePointer) {
      list.add(Reg.S0);
    }
    if (!function.needsBasePointer) {
      list.add(Reg.S1);
    }
    for (int r = 18; r < 28; r++) {
      list.add(r);
    }
    return list.toArray();
  }

  private static int[] floatOrder() {
    IntList list = new IntList(32);
    for (int r :
        new int[] {15, 14, 13, 12, 11, 10, 16, 17, 0, 1, 2, 3, 4, 5, 6, 7, 28, 29, 30, 31}) {
      list.add(Reg.F0 + r);
    }
    for (int r : new int[] {8, 9, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27}) {
      list.add(Reg.F0 + r);
    }
    return list.toArray();
  }

  /** The bundles, each with its assigned pieces. */
  List<Bundle> run() {
    for (Bundle bundle : bundleOf) {
      if (bundle != null && bundle.pieces.isEmpty()) {
        bundles.add(bundle);
        enqueue(new Piece(bundle, bundle.segments));
      }
    }
    for (Entry entry = queue.poll(); entry != null; entry = queue.poll()) {
      process(entry.piece);
    }
    function.usedSaved = usedSaved;
    return bundles;
  }

  private void enqueue(Piece piece) {
    piece.bundle.pieces.add(piece);
    piece.spillCost = spillCost(piece);
    queue.add(new Entry(piece, piece.density(), order++));
  }

  /** Weighted references of the bundle within the piece. */
  private double spillCost(Piece piece) {
    Bundle bundle = piece.bundle;
    boolean cheap = bundle.rematerialise != null;
    double again = costAgain(bundle);
    double cost = 0;
    int[] references = bundle.references;
    int[] segments = piece.segments;
    boolean whole = segments == bundle.segments;
    int end = segments[segments.length - 1];
    int first = Segments.firstAfter(references, ((segments[0] >> 1) << 2) - 1);
    for (int i = first; i < references.length; i++) {
      int code = references[i];
      int index = code >> 2;
      if (2 * index >= end) {
        break;
      }
      boolean isDef = (code & 1) != 0;
      if (!whole && !Segments.covers(piece.segments, isDef ? 2 * index + 1 : 2 * index)) {
        continue;
      }
      double f = ranges.frequency(index);
      cost += cheap ? isDef ? 0 : f * again : f;
    }
    return cost;
  }

  /** What making a value again costs, in memory accesses: a little less per instruction. */
  private static double costAgain(Bundle bundle) {
    MInst recipe = bundle.rematerialise;
    if (recipe == null) {
      return 1;
    }
    return switch (recipe.op) {
      case LI ->
          recipe.payload != null
              ? 1.8
              : 0.9 * Math.max(1, Math.min(4, CostModel.DEFAULT.constant(recipe.imm)));
      case LA -> 1.8;
      default -> 0.9;
    };
  }

  // ---- assignment

  private void process(Piece piece) {
    if (tryAssign(piece)) {
      return;
    }
    if (piece.isMinimal) {
      evictFor(piece);
      return;
    }
    piece.bundle.pieces.remove(piece);
    if (splitsRegions && !piece.bundle.isPinned && splitAroundLoop(piece)) {
      return;
    }
    spill(piece);
  }

  private int[] orderOf(Piece piece) {
    return piece.bundle.isFloat ? floatOrder : intOrder;
  }

  private static boolean isSaved(int reg) {
    return ((Reg.SAVED_INT | Reg.SAVED_FLOAT) >>> reg & 1) != 0;
  }

  private boolean tryAssign(Piece piece) {
    int reg = bestRegister(piece);
    if (reg == Reg.NONE) {
      return false;
    }
    assign(piece, reg);
    return true;
  }

  private void assign(Piece piece, int reg) {
    piece.reg = reg;
    occupancy[reg].add(piece.segments, piece);
    if (isSaved(reg)) {
      usedSaved |= 1L << reg;
    }
  }

  private int bestRegister(Piece piece) {
    Bundle bundle = piece.bundle;
    double[] score = scores(bundle);
    int best = Reg.NONE;
    double bestScore = 0;
    for (int reg : orderOf(piece)) {
      double value = score == null ? 0 : score[reg];
      if (isSaved(reg) && (usedSaved >>> reg & 1) == 0) {
        double cost = function.callsSaveRoutines ? 0 : SAVE_COST * entryFrequency;
        if (!piece.isMinimal && piece.spillCost <= cost) {
          continue;
        }
        value -= cost;
      }
      if ((best == Reg.NONE || value > bestScore) && occupancy[reg].isFree(piece.segments)) {
        best = reg;
        bestScore = value;
        if (score == null && value == 0) {
          break;
        }
      }
    }
    return best;
  }

  /** What each register is worth to the bundle; null if it has no preference. */
  private double @Nullable [] scores(Bundle bundle) {
    List<Bundle> related = bundle.related;
    List<Double> weights = bundle.relatedWeights;
    if (bundle.hintRegs.length == 0 && related == null) {
      return null;
    }
    double[] score = new double[64];
    for (int i = 0; i < bundle.hintRegs.length; i++) {
      score[bundle.hintRegs[i]] += bundle.hintWeights[i];
    }
    if (related != null && weights != null) {
      for (int i = 0; i < related.size(); i++) {
        Bundle other = related.get(i).current();
        for (Piece piece : other.pieces) {
          if (piece.reg != Reg.NONE) {
            score[piece.reg] += weights.get(i);
            break;
          }
        }
        for (int h = 0; h < other.hintRegs.length; h++) {
          score[other.hintRegs[h]] += 0.3 * Math.min(weights.get(i), other.hintWeights[h]);
        }
      }
    }
    return score;
  }

  /** Frees a register for a minimal piece by pushing out the cheapest occupants. */
  private void evictFor(Piece piece) {
    int best = Reg.NONE;
    double bestCost = Double.MAX_VALUE;
    List<Piece> bestVictims = List.of();
    for (int reg : orderOf(piece)) {
      List<Piece> victims = new ArrayList<>(2);
      if (!occupancy[reg].occupants(piece.segments, victims)) {
        continue;
      }
      double cost = 0;
      for (Piece victim : victims) {
        cost += victim.spillCost;
      }
      if (cost < bestCost) {
        best = reg;
        bestCost = cost;
        bestVictims = victims;
      }
    }
    if (best == Reg.NONE) {
      MInst inst = ranges.insts[piece.segments[0] >> 1];
      if (inst.op == MOp.ASM) {
        throw new RejectedOperandException(CodegenDiagnostic.ASM_OPERANDS, inst.loc);
      }
      throw new InternalCompilerError(
          "codegen.regalloc", function.name(), "no register for an operand of " + inst);
    }
    for (Piece victim : bestVictims) {
      occupancy[best].remove(victim.segments);
      victim.reg = Reg.NONE;
    }
    assign(piece, best);
    for (Piece victim : bestVictims) {
      queue.add(new Entry(victim, victim.density(), order++));
    }
  }

  // ---- splitting

  /** Gives the part inside the outermost loop where a register is free a piece of its own. */
  private boolean splitAroundLoop(Piece piece) {
    List<MLoop> loops = loopsOf(piece);
    if (loops.isEmpty()) {
      return false;
    }
    loops.sort((a, b) -> Integer.compare(a.depth, b.depth));
    for (MLoop loop : loops) {
      int[] inside = insideLoop(piece.segments, loop);
      if (inside.length == 0) {
        continue;
      }
      int[] outside = Segments.minus(piece.segments, inside);
      if (outside.length == 0) {
        continue;
      }
      Piece part = new Piece(piece.bundle, inside);
      part.isRegion = true;
      part.spillCost = spillCost(part);
      double transfer = transferCost(piece.bundle, inside, loop);
      if (part.spillCost <= transfer) {
        continue;
      }
      int reg = bestRegister(part);
      if (reg != Reg.NONE) {
        piece.bundle.pieces.add(part);
        part.storesAtExit = prefersExitStores(part);
        assign(part, reg);
        Piece rest = new Piece(piece.bundle, outside);
        rest.isRegion = piece.isRegion;
        enqueue(rest);
        return true;
      }
    }
    return false;
  }

  private List<MLoop> loopsOf(Piece piece) {
    List<MLoop> loops = new ArrayList<>();
    for (int code : piece.bundle.references) {
      int index = code >> 2;
      MLoop loop = ranges.blocks[ranges.blockOf[index]].loop;
      if (loop == null
          || !Segments.covers(piece.segments, (code & 1) != 0 ? 2 * index + 1 : 2 * index)) {
        continue;
      }
      while (loop != null && !loops.contains(loop)) {
        loops.add(loop);
        loop = loop.parent;
      }
    }
    return loops;
  }

  private int[] insideLoop(int[] segments, MLoop loop) {
    IntList out = new IntList(8);
    for (int s = 0; s < segments.length; s += 2) {
      int b = ranges.blockOf[segments[s] >> 1];
      int last = ranges.blockOf[(segments[s + 1] - 1) >> 1];
      for (; b <= last; b++) {
        if (loop.contains(ranges.blocks[b].loop)) {
          int from = Math.max(segments[s], 2 * ranges.first[b]);
          int to = Math.min(segments[s + 1], 2 * ranges.first[b + 1]);
          if (out.size > 0 && out.items[out.size - 1] == from) {
            out.items[out.size - 1] = to;
          } else {
            out.add(from);
            out.add(to);
          }
        }
      }
    }
    return out.toArray();
  }

  /** Frequency of the edges on which the value changes its place. */
  private double transferCost(Bundle bundle, int[] inside, MLoop loop) {
    double cost = 0;
    for (int s = 0; s < inside.length; s += 2) {
      int first = ranges.blockOf[inside[s] >> 1];
      int last = ranges.blockOf[(inside[s + 1] - 1) >> 1];
      for (int b = first; b <= last; b++) {
        if (inside[s] > 2 * ranges.first[b]) {
          continue;
        }
        for (MBlock pred : ranges.blocks[b].predecessors) {
          if (!loop.contains(pred.loop)) {
            cost += Math.min(pred.frequency, ranges.blocks[b].frequency);
          }
        }
      }
    }
    return cost * costAgain(bundle);
  }

  /** Whether writing back on the way out costs less than after each definition. */
  private boolean prefersExitStores(Piece part) {
    if (part.bundle.rematerialise != null) {
      return false;
    }
    double defs = 0;
    for (int code : part.bundle.references) {
      if ((code & 1) != 0 && Segments.covers(part.segments, 2 * (code >> 2) + 1)) {
        defs += ranges.frequency(code >> 2);
      }
    }
    if (defs == 0) {
      return false;
    }
    double exits = 0;
    int[] segments = part.segments;
    for (int s = 0; s < segments.length; s += 2) {
      int first = ranges.blockOf[segments[s] >> 1];
      int last = ranges.blockOf[(segments[s + 1] - 1) >> 1];
      for (int b = first; b <= last; b++) {
        int end = 2 * ranges.first[b + 1];
        if (segments[s + 1] < end) {
          continue;
        }
        for (MBlock next : ranges.blocks[b].successors) {
          int start = 2 * ranges.first[ranges.position[next.id]];
          if (!Segments.covers(segments, start) && Segments.covers(part.bundle.segments, start)) {
            exits += Math.min(next.frequency, ranges.blocks[b].frequency);
          }
        }
      }
    }
    return exits < defs;
  }

  /**
   * The value lives in its slot; references that need a register get pieces within their block,
   * joined where that saves reloads and a register is free, else minimal ones.
   */
  private void spill(Piece piece) {
    int[] references = piece.bundle.references;
    for (int i = 0; i < references.length; ) {
      int b = ranges.blockOf[references[i] >> 2];
      int j = i;
      while (j < references.length && ranges.blockOf[references[j] >> 2] == b) {
        j++;
      }
      spillBlock(piece, i, j);
      i = j;
    }
  }

  private void spillBlock(Piece piece, int from, int to) {
    Bundle bundle = piece.bundle;
    int[] references = bundle.references;
    int first = Integer.MAX_VALUE;
    int last = -1;
    int count = 0;
    int lastIndex = -1;
    for (int i = from; i < to; i++) {
      int code = references[i];
      int index = code >> 2;
      int point = point(code);
      if ((code & 2) != 0 || !Segments.covers(piece.segments, point)) {
        continue;
      }
      first = Math.min(first, point);
      last = Math.max(last, point + 1);
      if (index != lastIndex) {
        count++;
        lastIndex = index;
      }
    }
    if (count == 0) {
      return;
    }
    if (count > 1 && bundle.rematerialise != null) {
      shareMade(piece, from, to);
      return;
    }
    if (count > 1) {
      Piece local = local(piece, first, last);
      int reg = bestRegister(local);
      if (reg != Reg.NONE) {
        bundle.pieces.add(local);
        assign(local, reg);
        return;
      }
    }
    minimalPieces(piece, from, to);
  }

  /**
   * A value that is made again: each time for as many of the references that follow as a register
   * stays free for.
   */
  private void shareMade(Piece piece, int from, int to) {
    Bundle bundle = piece.bundle;
    int[] references = bundle.references;
    int i = from;
    while (i < to) {
      if (!isReload(piece, references[i])) {
        i++;
        continue;
      }
      Piece best = null;
      int bestReg = Reg.NONE;
      int after = i + 1;
      int last = Math.min(to, i + MAX_SHARED);
      for (int j = i + 1; j < last; j++) {
        if (!isReload(piece, references[j])) {
          continue;
        }
        Piece longer = local(piece, point(references[i]), point(references[j]) + 1);
        int reg = bestRegister(longer);
        if (reg == Reg.NONE) {
          break;
        }
        best = longer;
        bestReg = reg;
        after = j + 1;
      }
      while (after < to && references[after] >> 2 == references[after - 1] >> 2) {
        after++;
      }
      if (best != null) {
        bundle.pieces.add(best);
        assign(best, bestReg);
      } else {
        minimalPieces(piece, i, after);
      }
      i = after;
    }
  }

  private Piece local(Piece piece, int first, int end) {
    Piece local = new Piece(piece.bundle, Segments.within(piece.segments, first, end));
    local.isLocal = true;
    local.spillCost = spillCost(local);
    return local;
  }

  /** Whether a reference within the piece needs the value in a register. */
  private boolean isReload(Piece piece, int code) {
    return (code & 2) == 0
        && !isDeletedDefinition(piece.bundle, code >> 2)
        && Segments.covers(piece.segments, point(code));
  }

  private int point(int code) {
    int index = code >> 2;
    boolean isDef = (code & 1) != 0;
    return isDef && !ranges.insts[index].earlyDef ? 2 * index + 1 : 2 * index;
  }

  private void minimalPieces(Piece piece, int from, int to) {
    Bundle bundle = piece.bundle;
    int[] references = bundle.references;
    for (int i = from; i < to; ) {
      int index = references[i] >> 2;
      int start = Integer.MAX_VALUE;
      int end = -1;
      int j = i;
      for (; j < to && references[j] >> 2 == index; j++) {
        int code = references[j];
        int point = point(code);
        if ((code & 2) == 0 && Segments.covers(piece.segments, point)) {
          start = Math.min(start, point);
          end = Math.max(end, (code & 1) != 0 ? 2 * index + 2 : 2 * index + 1);
        }
      }
      i = j;
      if (end < 0 || isDeletedDefinition(bundle, index)) {
        continue;
      }
      Piece minimal = new Piece(bundle, new int[] {start, end});
      minimal.isMinimal = true;
      minimal.isLocal = true;
      minimal.spillCost = Double.MAX_VALUE;
      bundle.pieces.add(minimal);
      if (!tryAssign(minimal)) {
        evictFor(minimal);
      }
    }
  }

  /** The definition of a rematerialised value that is nowhere kept is dropped. */
  private boolean isDeletedDefinition(Bundle bundle, int index) {
    return bundle.rematerialise == ranges.insts[index];
  }
}
