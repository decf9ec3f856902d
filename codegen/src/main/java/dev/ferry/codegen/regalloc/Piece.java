package dev.ferry.codegen.regalloc;

import dev.ferry.codegen.mir.Reg;

/** A part of a bundle's live range that is assigned as a whole. */
final class Piece {
  final Bundle bundle;
  final int[] segments;

  /** Estimated cost of not having a register here. */
  double spillCost;

  /** Around a single instruction: must get a register. */
  boolean isMinimal;

  /** Within one block, entered by a reload: edges find the value in its slot. */
  boolean isLocal;

  /** Covers a loop: values change place only on edges. */
  boolean isRegion;

  /** Its definitions are written back where it ends instead of where they stand. */
  boolean storesAtExit;

  int reg = Reg.NONE;

  Piece(Bundle bundle, int[] segments) {
    this.bundle = bundle;
    this.segments = segments;
  }

  double density() {
    return isMinimal ? Double.MAX_VALUE : spillCost / (Segments.length(segments) + 4);
  }
}
