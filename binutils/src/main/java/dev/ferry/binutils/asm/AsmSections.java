package dev.ferry.binutils.asm;

import dev.ferry.binutils.elf.Elf;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sections of an object under construction, and the one that output goes to: {@code .section},
 * {@code .subsection}, {@code .previous} and the stack of {@code .pushsection}. {@code .text},
 * {@code .data} and {@code .bss} are always there, in this order, before all others.
 */
final class AsmSections {
  // What .section finds again: several sections may share a name.
  private record Key(
      String name, @Nullable String group, @Nullable String linkedTo, int uniqueId) {}

  private record Pushed(AsmSection section, @Nullable AsmSection previous) {}

  private final AsmTarget target;
  private final AsmSymbols symbols;
  private final List<AsmSection> all = new ArrayList<>();
  private final Map<Key, AsmSection> table = new HashMap<>();
  private final Map<String, AsmSection> firstOfName = new HashMap<>();
  private final Deque<Pushed> stack = new ArrayDeque<>();

  private AsmSection current;
  private @Nullable AsmSection previous;

  AsmSections(AsmTarget target, AsmSymbols symbols) {
    this.target = target;
    this.symbols = symbols;
    this.current = standard(".text", Elf.SHT_PROGBITS, Elf.SHF_ALLOC | Elf.SHF_EXECINSTR);
    current.alignment = target.compresses() ? 2 : 4;
    standard(".data", Elf.SHT_PROGBITS, Elf.SHF_ALLOC | Elf.SHF_WRITE);
    standard(".bss", Elf.SHT_NOBITS, Elf.SHF_ALLOC | Elf.SHF_WRITE);
  }

  private AsmSection standard(String name, int type, long flags) {
    return open(name, type, flags, 0);
  }

  private AsmSection add(Key key, int type, long flags, int entrySize) {
    AsmSection section = new AsmSection(key.name, all.size(), type, flags, entrySize);
    all.add(section);
    firstOfName.putIfAbsent(key.name, section);
    table.put(key, section);
    symbols.addSection(section);
    return section;
  }

  List<AsmSection> all() {
    return all;
  }

  /** The first section of this name. */
  @Nullable AsmSection find(String name) {
    return firstOfName.get(name);
  }

  /** Finds or makes a section that is in no group and has no other mark of its own. */
  AsmSection open(String name, int type, long flags, int entrySize) {
    return open(name, type, flags, entrySize, null, null, -1);
  }

  /** Finds or makes a section without going there; attributes of an existing one stay. */
  AsmSection open(
      String name,
      int type,
      long flags,
      int entrySize,
      @Nullable String group,
      @Nullable String linkedTo,
      int uniqueId) {
    Key key = new Key(name, group, linkedTo, uniqueId);
    AsmSection section = table.get(key);
    if (section == null) {
      section = add(key, type, flags, entrySize);
      section.group = group;
      if (entrySize == 0
          && (type == Elf.SHT_INIT_ARRAY
              || type == Elf.SHT_FINI_ARRAY
              || type == Elf.SHT_PREINIT_ARRAY)) {
        section.entrySize = target.xlen() / 8;
      }
      section.linkedTo = linkedTo;
      section.uniqueId = uniqueId;
    }
    return section;
  }

  AsmSection text() {
    return all.get(0);
  }

  AsmSection data() {
    return all.get(1);
  }

  AsmSection bss() {
    return all.get(2);
  }

  // --- Where output goes ------------------------------------------------------------------------

  AsmSection current() {
    return current;
  }

  /** Goes on in {@code section}. */
  void enter(AsmSection section) {
    previous = current;
    current = section;
  }

  /** Goes on in a numbered part of the current section; parts are joined in order at the end. */
  void enterSubsection(int number, boolean remember) {
    AsmSection parent = current.parent == null ? current : current.parent;
    if (remember) {
      previous = current;
    }
    if (number == 0) {
      current = parent;
      return;
    }
    AsmSection part = parent.parts.get(number);
    if (part == null) {
      part = new AsmSection(parent.name, -1, parent.type, parent.flags, parent.entrySize);
      part.parent = parent;
      part.mapArch = parent.mapArch;
      parent.parts.put(number, part);
    }
    current = part;
  }

  void enterPrevious() {
    if (previous == null) {
      throw new AssemblyException(".previous without corresponding .section; ignored");
    }
    enter(previous);
  }

  void push() {
    stack.push(new Pushed(current, previous));
  }

  void pop() {
    Pushed state = stack.poll();
    if (state == null) {
      throw new AssemblyException(".popsection without corresponding .pushsection; ignored");
    }
    enter(state.section);
    previous = state.previous;
  }

  /** Runs {@code body} with output going to {@code section}. */
  void in(AsmSection section, Runnable body) {
    AsmSection saved = current;
    current = section;
    try {
      body.run();
    } finally {
      current = saved;
    }
  }
}
