package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.Relocations;

/**
 * What relaxation decided for one code section: for each relocation an action and the bytes taken
 * out up to and including it. Bytes move only when the section is written.
 */
final class RelaxedSection {
  static final byte NONE = 0;
  static final byte CALL_TO_JAL = 1;
  static final byte CALL_TO_C_J = 2;
  static final byte CALL_TO_C_JAL = 3;
  static final byte CALL_FROM_ZERO = 4;
  static final byte PCREL_TO_GP = 5;
  static final byte PCREL_TO_ZERO = 6;
  static final byte DELETE_LUI = 7;
  static final byte LUI_TO_C_LUI = 8;
  static final byte DELETE_TPREL = 9;
  static final byte ALIGN = 10;

  final Relocations relocations;
  final byte[] actions;
  final int[] removedUpTo;

  /** The relocations that may take bytes out, ascending; the rounds look at these only. */
  final int[] candidates;

  /** Symbols that begin or end in the section, sorted by their place in the input. */
  LinkSymbol[] anchorSymbols = {};

  long[] anchorOffsets = {};
  boolean[] anchorEnds = {};

  RelaxedSection(Relocations relocations, int[] candidates) {
    this.relocations = relocations;
    this.candidates = candidates;
    this.actions = new byte[relocations.size()];
    this.removedUpTo = new int[relocations.size()];
  }

  /** After the last round: gives the relocations between the candidates their sums. */
  void finish() {
    int next = 0;
    int removed = 0;
    for (int i = 0; i < removedUpTo.length; i++) {
      if (next < candidates.length && candidates[next] == i) {
        removed = removedUpTo[i];
        next++;
      }
      removedUpTo[i] = removed;
    }
  }

  /** Bytes taken out before relocation {@code i}'s own place. */
  int removedBefore(int i) {
    return i == 0 ? 0 : removedUpTo[i - 1];
  }

  /** Bytes taken out in front of input offset {@code at}. */
  long removedBeforeOffset(long at) {
    int low = 0;
    int high = removedUpTo.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (relocations.offset(middle) < at) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? 0 : removedUpTo[low - 1];
  }
}
