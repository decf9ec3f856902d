package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.LittleEndian;
import dev.ferry.binutils.elf.RelocationType;
import dev.ferry.binutils.elf.Relocations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Linker relaxation (psABI, "Linker Relaxation"): shortens calls, address formation through lui and
 * auipc, thread-local offsets, and takes out surplus alignment padding.
 *
 * <p>Each round decides anew for every relocation from the addresses of the round before, moves the
 * symbols, and lets the layout run again, until nothing changes; after some rounds an instruction
 * that went back to its long form stays long, so that the process ends. Alignment padding is right
 * in every round because it is computed from the addresses of its own round's section.
 */
final class Relaxation {
  private static final int FREE_ROUNDS = 8;
  private static final int MAX_ROUNDS = 40;

  private final Link link;
  private final Layout layout;
  private final Plan plan;
  private final Values values;
  private final List<InputSection> sections = new ArrayList<>();
  private boolean shrinkOnly;

  Relaxation(Link link, Layout layout, Plan plan, Values values) {
    this.link = link;
    this.layout = layout;
    this.plan = plan;
    this.values = values;
  }

  /** Runs to the fixed point; the layout is current afterwards. */
  void run() {
    prepare();
    if (sections.isEmpty()) {
      return;
    }
    for (int round = 0; round < MAX_ROUNDS; round++) {
      shrinkOnly = round >= FREE_ROUNDS;
      boolean changed = false;
      for (InputSection section : sections) {
        changed |= relax(section);
      }
      layout.run();
      values.refresh(plan);
      if (!changed) {
        for (InputSection section : sections) {
          if (section.relaxed != null) {
            section.relaxed.finish();
          }
        }
        return;
      }
    }
    link.messages.error("linker relaxation did not settle");
  }

  private void prepare() {
    for (InputSection section : link.sections) {
      if (section.output != null
          && section.file != null
          && section.hasFlag(Elf.SHF_EXECINSTR)
          && hasWork(section)) {
        sortByOffset(section);
        section.relaxed =
            new RelaxedSection(section.relocations(), candidates(section.relocations()));
        checkPlaces(section, section.relaxed);
        sections.add(section);
      }
    }
    for (InputObject object : link.objects) {
      collectAnchors(object);
    }
  }

  /** What may shrink lies in the section, and apart from what shrinks before it. */
  private static void checkPlaces(InputSection section, RelaxedSection relaxed) {
    Relocations relocations = relaxed.relocations;
    long end = 0;
    for (int i : relaxed.candidates) {
      long bytes =
          switch (relocations.type(i)) {
            case ALIGN -> Math.max(0, relocations.addend(i));
            case CALL, CALL_PLT -> 8;
            case null, default -> 4;
          };
      long at = relocations.offset(i);
      if (at < end || at > section.size - bytes) {
        throw new LinkException(section + ": bad relocation at offset 0x" + Long.toHexString(at));
      }
      end = at + bytes;
    }
  }

  private int[] candidates(Relocations relocations) {
    int[] found = new int[relocations.size()];
    int count = 0;
    for (int i = 0; i < found.length; i++) {
      RelocationType type = relocations.type(i);
      if (type == null) {
        continue;
      }
      boolean candidate =
          switch (type) {
            case ALIGN -> true;
            case CALL, CALL_PLT, PCREL_HI20, HI20, TPREL_HI20, TPREL_ADD ->
                link.options.relax && isMarked(relocations, i);
            default -> false;
          };
      if (candidate) {
        found[count++] = i;
      }
    }
    return Arrays.copyOf(found, count);
  }

  private boolean hasWork(InputSection section) {
    Relocations relocations = section.relocations();
    for (int i = 0; i < relocations.size(); i++) {
      int number = relocations.number(i);
      if (number == RelocationType.ALIGN.number()
          || link.options.relax && number == RelocationType.RELAX.number()) {
        return true;
      }
    }
    return false;
  }

  private static void sortByOffset(InputSection section) {
    Relocations from = section.relocations();
    boolean sorted = true;
    for (int i = 1; i < from.size() && sorted; i++) {
      sorted = from.offset(i - 1) <= from.offset(i);
    }
    if (sorted || section.section == null) {
      return;
    }
    Integer[] order = new Integer[from.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Long.compare(from.offset(a), from.offset(b)));
    Relocations to = new Relocations();
    to.reserve(order.length);
    for (int i : order) {
      to.add(from.offset(i), from.number(i), from.symbol(i), from.addend(i));
    }
    section.section.setRelocations(to);
  }

  /** For each relaxable section the symbols in it, starts and ends, sorted by offset. */
  private static void collectAnchors(InputObject object) {
    int[] counts = new int[object.sections.length];
    for (LinkSymbol symbol : object.symbols) {
      InputSection section = anchored(object, symbol);
      if (section != null && section.section != null) {
        counts[section.section.id()] += symbol.size > 0 ? 2 : 1;
      }
    }
    for (InputSection section : object.sections) {
      if (section != null && section.relaxed != null && section.section != null) {
        int count = counts[section.section.id()];
        section.relaxed.anchorSymbols = new LinkSymbol[count];
        section.relaxed.anchorOffsets = new long[count];
        section.relaxed.anchorEnds = new boolean[count];
        counts[section.section.id()] = 0;
      }
    }
    for (LinkSymbol symbol : object.symbols) {
      InputSection section = anchored(object, symbol);
      if (section != null && section.relaxed != null && section.section != null) {
        int id = section.section.id();
        counts[id] = addAnchor(section.relaxed, counts[id], symbol, symbol.inputValue, false);
        if (symbol.size > 0) {
          counts[id] =
              addAnchor(section.relaxed, counts[id], symbol, symbol.inputValue + symbol.size, true);
        }
      }
    }
    for (InputSection section : object.sections) {
      if (section != null && section.relaxed != null) {
        sortAnchors(section.relaxed);
      }
    }
  }

  private static @Nullable InputSection anchored(InputObject object, LinkSymbol symbol) {
    InputSection section = symbol.section;
    return section != null && section.relaxed != null && section.file == object ? section : null;
  }

  private static int addAnchor(
      RelaxedSection relaxed, int at, LinkSymbol symbol, long offset, boolean end) {
    relaxed.anchorSymbols[at] = symbol;
    relaxed.anchorOffsets[at] = offset;
    relaxed.anchorEnds[at] = end;
    return at + 1;
  }

  private static void sortAnchors(RelaxedSection relaxed) {
    int count = relaxed.anchorOffsets.length;
    long[] keys = new long[count];
    for (int i = 0; i < count; i++) {
      keys[i] = relaxed.anchorOffsets[i] << 24 | i & 0xffffff;
    }
    if (count < 1 << 24) {
      Arrays.sort(keys);
    }
    LinkSymbol[] symbols = new LinkSymbol[count];
    long[] offsets = new long[count];
    boolean[] ends = new boolean[count];
    for (int i = 0; i < count; i++) {
      int from = (int) (keys[i] & 0xffffff);
      symbols[i] = relaxed.anchorSymbols[from];
      offsets[i] = relaxed.anchorOffsets[from];
      ends[i] = relaxed.anchorEnds[from];
    }
    relaxed.anchorSymbols = symbols;
    relaxed.anchorOffsets = offsets;
    relaxed.anchorEnds = ends;
  }

  private boolean relax(InputSection section) {
    RelaxedSection relaxed = section.relaxed;
    if (relaxed == null || section.section == null) {
      return false;
    }
    Relocations relocations = relaxed.relocations;
    long address = section.address();
    boolean changed = false;
    int removed = 0;
    int anchor = 0;
    for (int i : relaxed.candidates) {
      anchor = moveAnchors(relaxed, anchor, relocations.offset(i), removed);
      byte before = relaxed.actions[i];
      long place = address + relocations.offset(i) - removed;
      int bytes = decide(section, relaxed, i, place);
      removed += bytes;
      if (relaxed.removedUpTo[i] != removed || relaxed.actions[i] != before) {
        relaxed.removedUpTo[i] = removed;
        changed = true;
      }
    }
    moveAnchors(relaxed, anchor, Long.MAX_VALUE, removed);
    section.size = section.section.size() - removed;
    return changed;
  }

  private static int moveAnchors(RelaxedSection relaxed, int from, long upTo, int removed) {
    int anchor = from;
    while (anchor < relaxed.anchorOffsets.length && relaxed.anchorOffsets[anchor] <= upTo) {
      LinkSymbol symbol = relaxed.anchorSymbols[anchor];
      long moved = relaxed.anchorOffsets[anchor] - removed;
      if (relaxed.anchorEnds[anchor]) {
        symbol.size = moved - symbol.value;
      } else {
        symbol.value = moved;
      }
      anchor++;
    }
    return anchor;
  }

  /** Sets the action for relocation {@code i} and returns how many bytes it takes out. */
  private int decide(InputSection section, RelaxedSection relaxed, int i, long place) {
    Relocations relocations = relaxed.relocations;
    RelocationType type = relocations.type(i);
    if (type == RelocationType.ALIGN) {
      return decideAlign(section, relaxed, i, place);
    }
    if (type == null) {
      return 0;
    }
    byte wanted =
        switch (type) {
          case CALL, CALL_PLT -> decideCall(section, relocations, i, place);
          case PCREL_HI20 -> decidePcrel(section, relocations, i);
          case HI20 -> decideLui(section, relocations, i);
          case TPREL_HI20, TPREL_ADD -> decideTprel(section, relocations, i);
          default -> RelaxedSection.NONE;
        };
    if (shrinkOnly && saved(wanted) > saved(relaxed.actions[i])) {
      wanted = relaxed.actions[i];
    }
    relaxed.actions[i] = wanted;
    return saved(wanted);
  }

  private static int saved(byte action) {
    return switch (action) {
      case RelaxedSection.CALL_TO_JAL,
          RelaxedSection.CALL_FROM_ZERO,
          RelaxedSection.PCREL_TO_GP,
          RelaxedSection.PCREL_TO_ZERO,
          RelaxedSection.DELETE_LUI,
          RelaxedSection.DELETE_TPREL ->
          4;
      case RelaxedSection.CALL_TO_C_J, RelaxedSection.CALL_TO_C_JAL -> 6;
      case RelaxedSection.LUI_TO_C_LUI -> 2;
      default -> 0;
    };
  }

  /** Whether a RELAX stands beside relocation {@code i}. */
  static boolean isMarked(Relocations relocations, int i) {
    return i + 1 < relocations.size()
        && relocations.number(i + 1) == RelocationType.RELAX.number()
        && relocations.offset(i + 1) == relocations.offset(i);
  }

  private int decideAlign(InputSection section, RelaxedSection relaxed, int i, long place) {
    long padding = relaxed.relocations.addend(i);
    relaxed.actions[i] = RelaxedSection.ALIGN;
    if (padding <= 0 || section.section == null) {
      return 0;
    }
    long alignment = Long.highestOneBit(padding) * 2;
    long needed = Expressions.align(place, alignment) - place;
    if (needed > padding) {
      if (layout.finalRun) {
        link.messages.error(
            section
                + ": "
                + needed
                + " bytes required for alignment to "
                + alignment
                + "-byte boundary, but only "
                + padding
                + " present");
      }
      return 0;
    }
    return (int) (padding - needed);
  }

  private byte decideCall(InputSection section, Relocations relocations, int i, long place) {
    LinkSymbol symbol = symbolOf(section, relocations, i);
    if (symbol == null || symbol.isUndefined() && !symbol.isUndefinedWeak()) {
      return RelaxedSection.NONE;
    }
    long target = callTarget(symbol, relocations.addend(i));
    long distance = target - place;
    byte[] bytes = code(section);
    long at = relocations.offset(i);
    if (at + 8 > length(section)) {
      return RelaxedSection.NONE;
    }
    int destination = LittleEndian.i32(bytes, start(section) + (int) at + 4) >>> 7 & 31;
    boolean compressed =
        section.file != null && (section.file.object.flags() & Elf.EF_RISCV_RVC) != 0;
    if (compressed && fits(distance, 12)) {
      if (destination == 0) {
        return RelaxedSection.CALL_TO_C_J;
      }
      if (destination == 1 && !link.is64) {
        return RelaxedSection.CALL_TO_C_JAL;
      }
    }
    if (fits(distance, 21)) {
      return RelaxedSection.CALL_TO_JAL;
    }
    return !link.isPic() && fits(target, 12) ? RelaxedSection.CALL_FROM_ZERO : RelaxedSection.NONE;
  }

  private long callTarget(LinkSymbol symbol, long addend) {
    return symbol.pltIndex >= 0 ? values.callTarget(symbol) : values.target(symbol, addend);
  }

  /** auipc to gp-relative or zero-relative; only where addresses are fixed. */
  private byte decidePcrel(InputSection section, Relocations relocations, int i) {
    if (link.isPic()) {
      return RelaxedSection.NONE;
    }
    LinkSymbol symbol = symbolOf(section, relocations, i);
    if (symbol == null || !isPlainTarget(symbol)) {
      return RelaxedSection.NONE;
    }
    long target = values.target(symbol, relocations.addend(i));
    if (values.hasGp && fits(target - values.gp, 12) && symbol.kind == LinkSymbol.Kind.DEFINED) {
      return RelaxedSection.PCREL_TO_GP;
    }
    return fits(target, 12) ? RelaxedSection.PCREL_TO_ZERO : RelaxedSection.NONE;
  }

  private byte decideLui(InputSection section, Relocations relocations, int i) {
    if (link.isPic()) {
      return RelaxedSection.NONE;
    }
    LinkSymbol symbol = symbolOf(section, relocations, i);
    if (symbol == null || !isPlainTarget(symbol)) {
      return RelaxedSection.NONE;
    }
    long target = values.target(symbol, relocations.addend(i));
    long reserve = reserve(symbol, relocations.addend(i));
    boolean nearGp =
        values.hasGp
            && symbol.kind == LinkSymbol.Kind.DEFINED
            && fits(target - values.gp, 12)
            && fits(target - values.gp + reserve, 12);
    if (nearGp || fits(target, 12) && fits(target + reserve, 12)) {
      return RelaxedSection.DELETE_LUI;
    }
    long high = target + 0x800 >> 12;
    boolean compressed =
        section.file != null && (section.file.object.flags() & Elf.EF_RISCV_RVC) != 0;
    int at = (int) relocations.offset(i);
    if (compressed && high != 0 && fits(high, 6) && at + 4 <= length(section)) {
      int destination = LittleEndian.i32(code(section), start(section) + at) >>> 7 & 31;
      if (destination != 0 && destination != 2) {
        return RelaxedSection.LUI_TO_C_LUI;
      }
    }
    return RelaxedSection.NONE;
  }

  /** How far behind the target a %lo that shares this %hi may reach: the rest of the object. */
  private static long reserve(LinkSymbol symbol, long addend) {
    long alignment = symbol.section == null ? 1 : symbol.section.alignment;
    return Math.max(symbol.size - addend, Math.min(alignment, 64)) - 1;
  }

  private byte decideTprel(InputSection section, Relocations relocations, int i) {
    LinkSymbol symbol = symbolOf(section, relocations, i);
    if (symbol == null) {
      return RelaxedSection.NONE;
    }
    long offset = values.tpOffset(symbol, relocations.addend(i));
    long reserve = reserve(symbol, relocations.addend(i));
    return fits(offset, 12) && fits(offset + reserve, 12)
        ? RelaxedSection.DELETE_TPREL
        : RelaxedSection.NONE;
  }

  private static boolean isPlainTarget(LinkSymbol symbol) {
    return symbol.isDefined() || symbol.isUndefinedWeak() || symbol.copy != null;
  }

  private static @Nullable LinkSymbol symbolOf(
      InputSection section, Relocations relocations, int i) {
    var symbol = relocations.symbol(i);
    return symbol == null || section.file == null ? null : section.file.symbol(symbol);
  }

  private static byte[] code(InputSection section) {
    return section.section == null ? new byte[0] : section.section.contents().array();
  }

  private static int start(InputSection section) {
    return section.section == null ? 0 : section.section.contents().arrayOffset();
  }

  private static int length(InputSection section) {
    return section.section == null ? 0 : section.section.contents().size();
  }

  /** Whether a value is a signed number of that many bits. */
  static boolean fits(long value, int bits) {
    long top = value >> bits - 1;
    return top == 0 || top == -1;
  }
}
