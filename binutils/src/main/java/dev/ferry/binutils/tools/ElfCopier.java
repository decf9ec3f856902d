package dev.ferry.binutils.tools;

import dev.ferry.binutils.elf.Contents;
import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ElfFile;
import dev.ferry.binutils.elf.ElfReader;
import dev.ferry.binutils.elf.ElfWriter;
import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.binutils.elf.Relocations;
import dev.ferry.binutils.elf.Section;
import dev.ferry.binutils.elf.SectionGroup;
import dev.ferry.binutils.elf.Symbol;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Copies a file with parts left out, added or renamed. Relocatable objects are rebuilt from the
 * model; linked files go through {@link LinkedCopier}, which leaves everything loaded in its place.
 */
final class ElfCopier {
  private final CopyOptions options;
  private final ObjectFile from;
  private final ObjectFile to;
  private final Map<Section, Section> sectionOf = new IdentityHashMap<>();
  private final Map<Symbol, Symbol> symbolOf = new IdentityHashMap<>();
  private final Set<Symbol> needed = new HashSet<>();

  private ElfCopier(ObjectFile from, CopyOptions options) {
    this.from = from;
    this.options = options;
    this.to = new ObjectFile(from.name(), from.is64());
  }

  static byte[] copy(ElfFile file, CopyOptions options) {
    if ("binary".equals(options.outputTarget)) {
      return BinaryImage.of(file, options);
    }
    if (file.type() == Elf.ET_REL) {
      return new ElfCopier(ElfReader.read(file), options).copy();
    }
    return new LinkedCopier(file, options).copy();
  }

  private byte[] copy() {
    to.setFlags(from.flags());
    to.setMachine(from.machine());
    to.setType(from.type());
    to.setAttributes(from.attributes());
    for (Section section : from.sections()) {
      boolean alloc = section.hasFlag(Elf.SHF_ALLOC);
      if (options.keepsSection(section.name(), isDebugging(section.name(), alloc), alloc)) {
        copySection(section, alloc);
      }
    }
    for (Map.Entry<String, byte[]> added : options.addSections.entrySet()) {
      long flags = options.sectionFlags.getOrDefault(added.getKey(), 0L);
      Section section = new Section(added.getKey(), Elf.SHT_PROGBITS, flags, 1);
      section.setContents(Contents.of(added.getValue()));
      to.addSection(section);
    }
    collectNeeded();
    for (Symbol symbol : from.symbols()) {
      copySymbol(symbol);
    }
    for (Map.Entry<Section, Section> pair : sectionOf.entrySet()) {
      copyRelocations(pair.getKey().relocations(), pair.getValue().relocations());
      Section linked = pair.getKey().linkedTo();
      pair.getValue().setLinkedTo(linked == null ? null : sectionOf.get(linked));
    }
    copyGroups();
    return ElfWriter.write(to);
  }

  static boolean isDebugging(String name, boolean alloc) {
    return !alloc
        && (name.startsWith(".debug")
            || name.startsWith(".zdebug")
            || name.startsWith(".line")
            || name.startsWith(".stab")
            || name.startsWith(".gnu.debuglto_.debug_")
            || name.startsWith(".gnu.linkonce.wi.")
            || name.equals(".gdb_index"));
  }

  private void copySection(Section section, boolean alloc) {
    String name = options.renameSections.getOrDefault(section.name(), section.name());
    boolean emptied = options.onlyKeepDebug && alloc && section.type() != Elf.SHT_NOTE;
    long flags = options.sectionFlags.getOrDefault(section.name(), section.flags());
    Section copy =
        new Section(
            name,
            emptied ? Elf.SHT_NOBITS : section.type(),
            flags & ~Elf.SHF_GROUP,
            section.alignment());
    copy.setEntrySize(section.entrySize());
    copy.setInfo(section.info());
    byte[] update = options.updateSections.get(section.name());
    if (emptied || section.isNobits()) {
      copy.setNobitsSize(section.size());
    } else {
      copy.setContents(update == null ? section.contents() : Contents.of(update));
    }
    sectionOf.put(section, to.addSection(copy));
  }

  /** Without symbols relocations mean nothing: stripping all drops them too, as GNU strip does. */
  private boolean dropsRelocations() {
    return options.strip == CopyOptions.Strip.ALL;
  }

  private void collectNeeded() {
    if (dropsRelocations()) {
      return;
    }
    for (Section section : sectionOf.keySet()) {
      Relocations relocations = section.relocations();
      for (int i = 0; i < relocations.size(); i++) {
        Symbol symbol = relocations.symbol(i);
        if (symbol != null) {
          needed.add(symbol);
        }
      }
    }
    for (SectionGroup group : from.groups()) {
      needed.add(group.signature());
    }
  }

  private void copySymbol(Symbol symbol) {
    Section section = symbol.section();
    Section target = section == null ? null : sectionOf.get(section);
    boolean orphaned = section != null && target == null;
    if (orphaned && !needed.contains(symbol)) {
      return;
    }
    boolean debugging = symbol.type() == Elf.STT_SECTION || symbol.type() == Elf.STT_FILE;
    boolean keep =
        options.keepsSymbol(
            symbol.name(), true, symbol.isLocal(), needed.contains(symbol), debugging);
    if (!keep) {
      return;
    }
    Symbol copy = new Symbol(rename(symbol.name()));
    copy.setBinding(binding(symbol));
    copy.setType(symbol.type());
    copy.setOther(symbol.other());
    place(copy, symbol, target);
    copy.setSize(symbol.size());
    symbolOf.put(symbol, to.addSymbol(copy));
  }

  private static void place(Symbol copy, Symbol symbol, @Nullable Section target) {
    switch (symbol.place()) {
      case UNDEFINED -> copy.undefine();
      case ABSOLUTE -> copy.defineAbsolute(symbol.value());
      case COMMON -> copy.defineCommon(symbol.size(), symbol.value());
      case SECTION -> {
        if (target == null) {
          copy.undefine();
        } else {
          copy.define(target, symbol.value());
        }
      }
    }
  }

  private String rename(String name) {
    String renamed = options.redefine.getOrDefault(name, name);
    return renamed.isEmpty() ? renamed : options.prefixSymbols + renamed;
  }

  private int binding(Symbol symbol) {
    return binding(options, symbol.name(), symbol.binding(), symbol.isUndefined());
  }

  static int binding(CopyOptions options, String name, int binding, boolean undefined) {
    if (binding == Elf.STB_LOCAL) {
      return options.globalize.contains(name) ? Elf.STB_GLOBAL : binding;
    }
    boolean localized =
        options.localize.contains(name)
            || !options.keepGlobal.isEmpty() && !options.keepGlobal.contains(name);
    if (localized && !undefined) {
      return Elf.STB_LOCAL;
    }
    return options.weakenAll || options.weaken.contains(name) ? Elf.STB_WEAK : binding;
  }

  private void copyRelocations(Relocations source, Relocations target) {
    if (dropsRelocations()) {
      return;
    }
    target.reserve(source.size());
    for (int i = 0; i < source.size(); i++) {
      Symbol symbol = source.symbol(i);
      target.add(
          source.offset(i),
          source.number(i),
          symbol == null ? null : symbolOf.get(symbol),
          source.addend(i));
    }
  }

  private void copyGroups() {
    for (SectionGroup group : from.groups()) {
      Symbol signature = symbolOf.get(group.signature());
      SectionGroup copy = signature == null ? null : new SectionGroup(signature, group.isComdat());
      for (Section member : group.members()) {
        Section target = sectionOf.get(member);
        if (copy != null && target != null) {
          copy.add(target);
        }
      }
      if (copy != null && !copy.members().isEmpty()) {
        to.addGroup(copy);
      }
    }
  }
}
