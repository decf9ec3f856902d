package dev.ferry.codegen.regalloc;

import dev.ferry.codegen.mir.MInst;
import dev.ferry.codegen.mir.Reg;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Virtual registers that were coalesced: their live ranges are disjoint and share one place. */
final class Bundle {
  final boolean isFloat;

  /** Set when coalescing is done ({@link #settle}), as are the references. */
  int[] segments = Segments.NONE;

  /** References in ascending order: instruction index * 4, bit 0 definition, bit 1 in a copy. */
  int[] references = Segments.NONE;

  private final SortedRuns segmentRuns;
  private final SortedRuns referenceRuns;

  int bytes;

  /** Recomputes the value instead of loading it; null if it must be kept. */
  @Nullable MInst rematerialise;

  /** Live into a block that is entered by an indirect jump: never changes its place on edges. */
  boolean isPinned;

  /** Live where a call may return twice: nothing else is ever kept in its place. */
  boolean staysAlone;

  /** Set when this bundle became part of another. */
  @Nullable Bundle mergedInto;

  final List<Piece> pieces = new ArrayList<>(1);
  int slot = -1;

  /** Preferred physical registers and what each is worth. */
  int[] hintRegs = {};

  double[] hintWeights = {};

  /** Bundles it is copied to or from. */
  @Nullable List<Bundle> related;

  @Nullable List<Double> relatedWeights;

  // The assigned pieces flattened, for lookup.
  private int[] starts = {};
  private int[] ends = {};
  private Piece[] owners = {};

  Bundle(boolean isFloat, int[] segments, int[] references, int bytes) {
    this.isFloat = isFloat;
    this.segmentRuns = new SortedRuns(segments, true);
    this.referenceRuns = new SortedRuns(references, false);
    this.bytes = bytes;
  }

  /** The references so far, not in one order. */
  SortedRuns references() {
    return referenceRuns;
  }

  /** Whether both live at some point. */
  boolean interferes(Bundle other) {
    return segmentRuns.intersect(other.segmentRuns);
  }

  /** Lives and is referred to where the other one is too. */
  void absorb(Bundle other) {
    segmentRuns.absorb(other.segmentRuns);
    referenceRuns.absorb(other.referenceRuns);
  }

  /** To be called when all is coalesced. */
  void settle() {
    segments = segmentRuns.toArray();
    references = referenceRuns.toArray();
  }

  /** The bundle that now stands for this one. */
  Bundle current() {
    Bundle bundle = this;
    for (Bundle next = bundle.mergedInto; next != null; next = bundle.mergedInto) {
      bundle = next;
    }
    return bundle;
  }

  void hint(int reg, double weight) {
    for (int i = 0; i < hintRegs.length; i++) {
      if (hintRegs[i] == reg) {
        hintWeights[i] += weight;
        return;
      }
    }
    hintRegs = Arrays.copyOf(hintRegs, hintRegs.length + 1);
    hintWeights = Arrays.copyOf(hintWeights, hintWeights.length + 1);
    hintRegs[hintRegs.length - 1] = reg;
    hintWeights[hintWeights.length - 1] = weight;
  }

  void relate(Bundle other, double weight) {
    List<Bundle> list = related;
    List<Double> weights = relatedWeights;
    if (list == null || weights == null) {
      list = new ArrayList<>(2);
      weights = new ArrayList<>(2);
      related = list;
      relatedWeights = weights;
    }
    list.add(other);
    weights.add(weight);
  }

  boolean isSplit() {
    return pieces.size() != 1
        || pieces.getFirst().reg == Reg.NONE
        || pieces.getFirst().segments != segments;
  }

  /** Prepares {@link #at}: call once all pieces have their registers. */
  void index() {
    pieces.removeIf(piece -> piece.reg == Reg.NONE);
    if (!isSplit()) {
      return;
    }
    int n = 0;
    for (Piece piece : pieces) {
      n += piece.segments.length / 2;
    }
    long[] keys = new long[n];
    Piece[] flat = new Piece[n];
    int[] flatEnds = new int[n];
    int k = 0;
    for (Piece piece : pieces) {
      for (int i = 0; i < piece.segments.length; i += 2) {
        keys[k] = (long) piece.segments[i] << 32 | k;
        flat[k] = piece;
        flatEnds[k++] = piece.segments[i + 1];
      }
    }
    Arrays.sort(keys);
    starts = new int[n];
    ends = new int[n];
    owners = new Piece[n];
    for (int i = 0; i < n; i++) {
      int from = (int) keys[i];
      starts[i] = (int) (keys[i] >>> 32);
      ends[i] = flatEnds[from];
      owners[i] = flat[from];
    }
  }

  /** The piece in a register at {@code point}; null if the value is in its slot there. */
  @Nullable Piece at(int point) {
    if (!isSplit()) {
      return pieces.getFirst();
    }
    int low = 0;
    int high = starts.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (ends[middle] <= point) {
        low = middle + 1;
      } else if (starts[middle] > point) {
        high = middle - 1;
      } else {
        return owners[middle];
      }
    }
    return null;
  }
}
