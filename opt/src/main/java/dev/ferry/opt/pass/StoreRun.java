package dev.ferry.opt.pass;

import dev.ferry.ir.CostModel;
import dev.ferry.ir.Instruction;
import dev.ferry.ir.MemAccess;
import dev.ferry.ir.MemType;
import dev.ferry.ir.Op;
import dev.ferry.ir.Value;
import dev.ferry.ir.analysis.AliasAnalysis;
import dev.ferry.ir.analysis.AliasAnalysis.Relation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stores of constants at constant distances from one address, with nothing between them that could
 * see their order, for {@link StoreMerging}.
 */
final class StoreRun {
  /** A constant of floating point is loaded from memory, if it is not stored as an integer. */
  private static final int FLOAT_COST = 2;

  /** More in one run are split: the search is quadratic. */
  static final int MAX_STORES = 64;

  /** Larger fills stay what they are: they may better be calls. */
  private static final int MAX_FILL_WORDS = 8;

  private static final int MAX_FILL_WORDS_FOR_SIZE = 4;

  /**
   * An address, taken apart.
   *
   * @param root the slot or symbol, or else the value that constants were added to
   */
  record Place(Object root, long offset) {
    static Place of(Value address) {
      Value base = address;
      long offset = 0;
      while (base instanceof Instruction sum
          && sum.op == Op.ADD
          && sum.args[1] instanceof Instruction added
          && added.isConst()) {
        offset += added.imm;
        base = sum.args[0];
      }
      if (base instanceof Instruction i && (i.op == Op.SLOT_ADDR || i.op == Op.GLOBAL_ADDR)) {
        Object object = i.op == Op.SLOT_ADDR ? i.slot() : i.symbol();
        return new Place(object, offset + i.imm);
      }
      return new Place(base, offset);
    }
  }

  /**
   * A store of a constant, or a word of a fill.
   *
   * @param origin the instruction
   * @param offset from the root
   * @param bits what is stored; only the low {@code bytes} count
   * @param alias the alias class
   */
  record Piece(Instruction origin, long offset, int bytes, long bits, int alias) {
    long end() {
      return offset + bytes;
    }

    boolean isFloat() {
      return origin.op == Op.STORE && ((Instruction) origin.args[1]).op == Op.FCONST;
    }
  }

  /**
   * What may be taken.
   *
   * @param wordBytes the widest store
   * @param fillWords the most stores that a fill may become
   */
  record Limits(int wordBytes, int fillWords) {
    static Limits of(int wordBytes, boolean forSize) {
      return new Limits(wordBytes, forSize ? MAX_FILL_WORDS_FOR_SIZE : MAX_FILL_WORDS);
    }
  }

  final Object root;
  private final List<Instruction> stores = new ArrayList<>();

  StoreRun(Object root) {
    this.root = root;
  }

  boolean isFull() {
    return stores.size() == MAX_STORES;
  }

  /** Whether there may be something to merge. */
  boolean isPlural() {
    return stores.size() > 1 || stores.getFirst().op == Op.MEMSET;
  }

  void add(Instruction store) {
    stores.add(store);
  }

  /** Whether the instruction is a store, or a small fill, that a run may have. */
  static boolean isCandidate(Instruction instruction, Limits limits) {
    return switch (instruction.op) {
      case STORE -> !instruction.access().isVolatile() && constant(instruction.args[1]) != null;
      case MEMSET ->
          !instruction.memBlock().isVolatile()
              && instruction.imm <= (long) limits.fillWords * limits.wordBytes
              && constant(instruction.args[1]) != null;
      default -> false;
    };
  }

  private static @Nullable Long constant(Value value) {
    return value instanceof Instruction i && (i.op == Op.ICONST || i.op == Op.FCONST)
        ? (Long) i.imm
        : null;
  }

  private static long bits(Instruction store) {
    return ((Instruction) store.args[1]).imm;
  }

  /** Whether the stores must have happened before the instruction does, or may not before it. */
  boolean conflicts(Instruction instruction, AliasAnalysis alias) {
    for (Instruction store : stores) {
      Value address = store.args[0];
      boolean isStore = store.op == Op.STORE;
      long offset = isStore ? store.access().offset() : 0;
      long bytes = isStore ? store.access().type().bytes() : store.imm;
      int aliasClass = isStore ? store.access().alias() : 0;
      if (alias.reads(instruction, address, offset, bytes, aliasClass)
          || alias.writes(instruction, address, offset, bytes, aliasClass) != Relation.NO) {
        return true;
      }
    }
    return false;
  }

  /** The alias class of all the pieces; 0 if there are several. */
  static int aliasOf(List<Piece> pieces) {
    int alias = pieces.getFirst().alias;
    return pieces.stream().allMatch(p -> p.alias == alias) ? alias : 0;
  }

  // ---- the pieces

  /** The stores and the words of the fills, in their order. */
  List<Piece> pieces(Alignments alignments, Limits limits) {
    List<Piece> pieces = new ArrayList<>();
    for (Instruction store : stores) {
      long offset = Place.of(store.args[0]).offset;
      if (store.op == Op.STORE) {
        MemAccess access = store.access();
        long at = offset + access.offset();
        pieces.add(new Piece(store, at, access.type().bytes(), bits(store), access.alias()));
      } else {
        addWords(pieces, store, offset, alignments, limits);
      }
    }
    return pieces;
  }

  private void addWords(
      List<Piece> pieces, Instruction fill, long offset, Alignments alignments, Limits limits) {
    List<Piece> words = new ArrayList<>();
    long bits = (bits(fill) & 0xff) * 0x0101010101010101L;
    for (long at = 0; at < fill.imm; ) {
      int bytes = limits.wordBytes;
      while (at + bytes > fill.imm || !alignments.isAligned(root, offset + at, bytes)) {
        bytes /= 2;
      }
      words.add(new Piece(fill, offset + at, bytes, bits, 0));
      at += bytes;
    }
    // One that takes many small stores may better be a loop or a call.
    pieces.addAll(
        words.size() <= limits.fillWords
            ? words
            : List.of(new Piece(fill, offset, (int) fill.imm, bits, 0)));
  }

  /**
   * The pieces that {@code bytes} at an offset consist of; null if some is not stored, or a piece
   * is only partly there.
   */
  static @Nullable List<Piece> within(List<Piece> pieces, long offset, int bytes) {
    List<Piece> found = new ArrayList<>();
    int covered = 0;
    for (Piece piece : pieces) {
      if (piece.end() <= offset || piece.offset >= offset + bytes) {
        continue;
      }
      if (piece.offset < offset || piece.end() > offset + bytes) {
        return null;
      }
      found.add(piece);
      covered |= (1 << piece.bytes) - 1 << (int) (piece.offset - offset);
    }
    return covered == (1 << bytes) - 1 ? found : null;
  }

  /** What the bytes at an offset are after all of the pieces, sign-extended. */
  static long image(List<Piece> pieces, long offset, int bytes) {
    long image = 0;
    for (Piece piece : pieces) {
      int shift = 8 * (int) (piece.offset - offset);
      long mask = (piece.bytes == 8 ? -1 : (1L << 8 * piece.bytes) - 1) << shift;
      image = image & ~mask | piece.bits << shift & mask;
    }
    int spare = 64 - 8 * bytes;
    return image << spare >> spare;
  }

  /** Instructions for what the pieces store, apart from the stores. */
  static int costOfConstants(List<Piece> pieces, CostModel costs) {
    Set<Long> seen = new HashSet<>();
    int cost = 0;
    for (Piece piece : pieces) {
      long constant = image(List.of(piece), piece.offset, piece.bytes);
      if (seen.add(constant) && constant != 0) {
        int asInteger = costs.constant(constant);
        cost += piece.isFloat() ? Math.min(FLOAT_COST, asInteger) : asInteger;
      }
    }
    return cost;
  }

  /** The memory type of so many bytes. */
  static MemType type(int bytes) {
    return switch (bytes) {
      case 1 -> MemType.I8U;
      case 2 -> MemType.I16U;
      case 4 -> MemType.I32;
      default -> MemType.I64;
    };
  }
}
