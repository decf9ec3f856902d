package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.Contents;
import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ElfWriter;
import dev.ferry.binutils.elf.ObjectFile;
import dev.ferry.binutils.elf.Relocations;
import dev.ferry.binutils.elf.Section;
import dev.ferry.binutils.elf.SectionGroup;
import dev.ferry.binutils.elf.Symbol;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code -r}: many objects to one. Sections of the same name, flags and type are strung together,
 * relocations and symbols move along; members of groups stay sections of their own.
 */
final class RelocatableLinker {
  private final Link link;
  private final ObjectFile out;
  private final Map<String, Section> byKey = new HashMap<>();
  private final Map<InputSection, Section> targetOf = new IdentityHashMap<>();
  private final Map<LinkSymbol, Symbol> symbolOf = new IdentityHashMap<>();
  private final Map<Section, Symbol> sectionSymbols = new IdentityHashMap<>();
  private final Map<String, SectionGroup> groups = new HashMap<>();

  RelocatableLinker(Link link) {
    this.link = link;
    this.out = new ObjectFile(link.options.outputName, link.is64);
  }

  byte[] write() {
    out.setFlags(link.flags);
    out.setAttributes(link.attributes);
    for (InputSection section : link.sections) {
      if (!section.discarded) {
        append(section);
      }
    }
    if (link.sawStackNote) {
      long flags = link.execStackWanted ? Elf.SHF_EXECINSTR : 0;
      out.addSection(new Section(".note.GNU-stack", Elf.SHT_PROGBITS, flags, 1));
    }
    for (InputObject object : link.objects) {
      for (LinkSymbol symbol : object.symbols) {
        if (symbol.local) {
          addLocal(symbol);
        }
      }
    }
    for (LinkSymbol symbol : link.symbols.all()) {
      if (symbol.inRegular) {
        addGlobal(symbol);
      }
    }
    for (InputSection section : link.sections) {
      if (!section.discarded && section.file != null) {
        moveRelocations(section, section.file);
      }
    }
    addGroups();
    return ElfWriter.write(out);
  }

  private void append(InputSection section) {
    Section source = section.section;
    if (source == null) {
      return;
    }
    long kept = source.flags() & ~Elf.SHF_GROUP;
    boolean grouped = source.group() != null;
    String key =
        section.name
            + '\0'
            + source.type()
            + '\0'
            + kept
            + '\0'
            + source.entrySize()
            + (grouped ? "\0" + section.fileName() + source.id() : "");
    Section target = byKey.get(key);
    if (target == null) {
      target = new Section(section.name, source.type(), kept, source.alignment());
      target.setEntrySize(source.entrySize());
      out.addSection(target);
      byKey.put(key, target);
    }
    target.setAlignment(Math.max(target.alignment(), source.alignment()));
    if (target.isNobits()) {
      long at = Expressions.align(target.size(), source.alignment());
      section.offset = at;
      target.setNobitsSize(at + source.size());
    } else {
      Contents contents = target.contents();
      contents.align((int) Math.min(source.alignment(), 1 << 20));
      section.offset = contents.size();
      Contents from = source.contents();
      contents.put(from.array(), from.arrayOffset(), from.size());
    }
    targetOf.put(section, target);
  }

  private void addLocal(LinkSymbol symbol) {
    if (symbol.type == Elf.STT_SECTION) {
      return;
    }
    InputSection section = symbol.section;
    if (section != null && !targetOf.containsKey(section)) {
      return;
    }
    Symbol copy = new Symbol(symbol.name);
    fill(copy, symbol);
    copy.setBinding(Elf.STB_LOCAL);
    symbolOf.put(symbol, out.addSymbol(copy));
  }

  private void addGlobal(LinkSymbol symbol) {
    Symbol copy = new Symbol(symbol.name);
    fill(copy, symbol);
    boolean weak = symbol.isUndefined() ? !symbol.strongReference : symbol.isWeak();
    copy.setBinding(weak ? Elf.STB_WEAK : symbol.binding);
    if (symbol.isUndefined() && !weak) {
      copy.setBinding(Elf.STB_GLOBAL);
    }
    copy.setVisibility(symbol.visibility);
    symbolOf.put(symbol, out.addSymbol(copy));
  }

  private void fill(Symbol copy, LinkSymbol symbol) {
    copy.setType(symbol.type);
    copy.setOther(symbol.other | symbol.visibility);
    InputSection section = symbol.section;
    switch (symbol.kind) {
      case UNDEFINED, SHARED -> copy.undefine();
      case COMMON -> copy.defineCommon(symbol.size, symbol.value);
      case DEFINED -> {
        Section target = section == null ? null : targetOf.get(section);
        if (section != null && target != null) {
          copy.define(target, section.offset + symbol.value);
        } else if (section == null) {
          copy.defineAbsolute(symbol.value);
        }
      }
    }
    copy.setSize(symbol.size);
  }

  private void moveRelocations(InputSection section, InputObject file) {
    Section target = targetOf.get(section);
    if (target == null) {
      return;
    }
    Relocations from = section.relocations();
    Relocations to = target.relocations();
    to.reserve(to.size() + from.size());
    for (int i = 0; i < from.size(); i++) {
      Symbol symbol = from.symbol(i);
      long addend = from.addend(i);
      Symbol moved = null;
      if (symbol != null) {
        LinkSymbol linked = file.symbol(symbol);
        InputSection in = linked.section;
        if (linked.type == Elf.STT_SECTION && in != null) {
          Section home = targetOf.get(in);
          moved = home == null ? null : sectionSymbol(home);
          addend += in.offset;
        } else {
          moved = symbolOf.get(linked);
        }
      }
      to.add(from.offset(i) + section.offset, from.number(i), moved, addend);
    }
  }

  private Symbol sectionSymbol(Section section) {
    Symbol known = sectionSymbols.get(section);
    if (known == null) {
      known = out.addSymbol(Symbol.ofSection(section));
      sectionSymbols.put(section, known);
    }
    return known;
  }

  private void addGroups() {
    for (InputObject object : link.objects) {
      for (SectionGroup group : object.object.groups()) {
        Symbol signature = signature(object, group);
        for (Section member : group.members()) {
          InputSection linked = object.section(member);
          Section target = linked == null ? null : targetOf.get(linked);
          if (target != null && signature != null && target.group() == null) {
            groupFor(object, group, signature).add(target);
          }
        }
      }
    }
  }

  private SectionGroup groupFor(InputObject object, SectionGroup group, Symbol signature) {
    String key = object.name() + '\0' + System.identityHashCode(group);
    SectionGroup made = groups.get(key);
    if (made == null) {
      made = out.addGroup(new SectionGroup(signature, group.isComdat()));
      groups.put(key, made);
    }
    return made;
  }

  private @Nullable Symbol signature(InputObject object, SectionGroup group) {
    LinkSymbol linked = object.symbol(group.signature());
    return symbolOf.get(linked);
  }
}
