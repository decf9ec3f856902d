package dev.ferry.binutils.asm;

import dev.ferry.isa.Opcode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the sizes of fragments: branches, alignments and the like. Works as GNU as does, by
 * passes over a section from its start with the addresses of the pass before, so that among several
 * solutions the same one is found.
 */
final class Layout {
  private static final int PASS_LIMIT = 2000;
  private static final long BRANCH_REACH = 1 << 13;
  private static final long COMPRESSED_BRANCH_REACH = 1 << 9;
  private static final long COMPRESSED_JUMP_REACH = 1 << 12;
  private static final long SIZE_LIMIT = 1L << 30;

  private final Evaluator evaluator;
  private final Errors errors;

  /** Takes messages with their place. */
  interface Errors {
    void error(AsmLocation location, String text);
  }

  Layout(Evaluator evaluator, Errors errors) {
    this.evaluator = evaluator;
    this.errors = errors;
  }

  void run(List<AsmSection> sections) {
    for (AsmSection section : sections) {
      section.startLayout();
    }
    for (AsmSection section : sections) {
      estimate(section);
    }
    evaluator.setLaidOut();
    boolean changed = true;
    for (int round = 0; changed && round < 20; round++) {
      changed = false;
      for (AsmSection section : sections) {
        changed |= relax(section);
      }
    }
  }

  private void estimate(AsmSection section) {
    long address = 0;
    for (int i = 0; i < section.fragments.size(); i++) {
      Fragment fragment = section.fragments.get(i);
      section.runAddress[i] = address;
      address += fragment.fixed - section.runStart[i];
      fragment.size = estimateSize(section, fragment, address);
      address += fragment.size;
    }
    section.runAddress[section.fragments.size()] = address;
  }

  private int estimateSize(AsmSection section, Fragment fragment, long address) {
    return switch (fragment.kind) {
      case BREAK -> 0;
      case BRANCH -> branchSize(section, fragment, address);
      case ALIGN, CODE_ALIGN -> padding(fragment, address);
      case ORG, FILL -> 0;
      case LEB128 -> 1;
    };
  }

  private boolean relax(AsmSection section) {
    boolean changed = false;
    long stretch = 1;
    for (int pass = 0; stretch != 0 && pass < PASS_LIMIT; pass++) {
      stretch = 0;
      boolean grown = false;
      for (int i = 0; i < section.fragments.size(); i++) {
        Fragment fragment = section.fragments.get(i);
        section.runAddress[i] += stretch;
        long address = section.fragmentAddress(i);
        int before = fragment.size;
        fragment.size = size(section, fragment, address, pass);
        stretch += fragment.size - before;
        grown |= fragment.size != before;
      }
      section.runAddress[section.fragments.size()] += stretch;
      if (section.finalSize() > SIZE_LIMIT) {
        throw new AssemblyException("section " + section.name + " is too large");
      }
      changed |= grown;
      stretch = grown ? 1 : 0;
    }
    return changed;
  }

  private int size(AsmSection section, Fragment fragment, long address, int pass) {
    return switch (fragment.kind) {
      case BREAK -> 0;
      case BRANCH -> {
        int size = branchSize(section, fragment, address);
        // Sizes that do not settle only grow from here on.
        yield pass > 50 ? Math.max(size, fragment.size) : size;
      }
      case ALIGN, CODE_ALIGN -> padding(fragment, address);
      case ORG -> orgSize(section, fragment, address);
      case FILL -> fillSize(fragment);
      case LEB128 -> Math.max(lebSize(fragment), pass > 50 ? fragment.size : 1);
    };
  }

  private int branchSize(AsmSection section, Fragment fragment, long address) {
    AsmSymbol target = fragment.target;
    long addend = fragment.addend;
    if (target != null && target.value != null && !target.weak) {
      // An alias is where the symbol is that it stands for.
      Evaluator.Linear place = evaluator.linear(new Expression.Reference(target));
      target = place.minus() == null ? place.plus() : null;
      addend += place.number();
    }
    boolean jump = fragment.opcode == Opcode.JAL;
    int size = jump ? 4 : 8;
    if (target != null && target.section == section && !target.weak) {
      long distance = section.address(target.offset, target.fragment) + addend - address;
      long reach = jump ? COMPRESSED_JUMP_REACH : COMPRESSED_BRANCH_REACH;
      if (fragment.compressible && inside(distance, reach)) {
        return 2;
      }
      if (inside(distance, BRANCH_REACH)) {
        return 4;
      }
      if (!jump && fragment.compressible) {
        return 6;
      }
    }
    return size;
  }

  private static boolean inside(long distance, long reach) {
    return distance >= -reach / 2 && distance < reach / 2;
  }

  private static int padding(Fragment fragment, long address) {
    long padding = -address & (fragment.alignment - 1);
    return fragment.limit != 0 && padding > fragment.limit ? 0 : (int) padding;
  }

  private int orgSize(AsmSection section, Fragment fragment, long address) {
    Expression expression = fragment.expression;
    if (expression == null) {
      return 0;
    }
    Evaluator.Linear target = evaluator.linear(expression);
    long offset = target.number();
    AsmSymbol plus = target.plus();
    if (plus != null && plus.section == section) {
      offset += section.address(plus.offset, plus.fragment);
    } else if (plus != null || target.minus() != null) {
      throw new AssemblyException("invalid offset for .org");
    }
    if (offset < address || offset - address > SIZE_LIMIT) {
      errors.error(fragment.location, "attempt to move .org backwards");
      return 0;
    }
    return (int) (offset - address);
  }

  private int fillSize(Fragment fragment) {
    Long count = fragment.expression == null ? null : evaluator.number(fragment.expression);
    if (count == null) {
      errors.error(fragment.location, ".space specifies non-absolute value");
      return 0;
    }
    if (count < 0 || count > SIZE_LIMIT / Math.max(1, fragment.width)) {
      if (count > 0) {
        errors.error(fragment.location, ".space or .fill too large");
      }
      return 0;
    }
    return (int) (count * fragment.width);
  }

  private int lebSize(Fragment fragment) {
    Long value = lebValue(evaluator, fragment);
    return value == null ? fragment.width : Leb128.size(value, fragment.signed);
  }

  /** The number that a LEB128 fragment holds, or null if only the linker can know it. */
  static @Nullable Long lebValue(Evaluator evaluator, Fragment fragment) {
    Expression expression = fragment.expression;
    if (expression == null) {
      return null;
    }
    Evaluator.Linear value = evaluator.linear(expression);
    AsmSymbol plus = value.plus();
    AsmSymbol minus = value.minus();
    if (plus != null && minus != null && plus.section != null && plus.section == minus.section) {
      Evaluator.Linear number = evaluator.collapse(value);
      if (plus.section.isCode()) {
        // Room for the distance before relaxation: it only shrinks.
        fragment.width = Math.max(1, Leb128.size(number.number(), false));
        return null;
      }
      return number.number();
    }
    return value.isNumber() ? (Long) value.number() : null;
  }
}
