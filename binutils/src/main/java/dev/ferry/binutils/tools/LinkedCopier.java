package dev.ferry.binutils.tools;

import dev.ferry.binutils.elf.Contents;
import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.ElfFile;
import dev.ferry.binutils.elf.ProgramHeader;
import dev.ferry.binutils.elf.SectionHeader;
import dev.ferry.binutils.elf.StringTable;
import dev.ferry.binutils.elf.SymbolTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Copies an executable or shared library with unloaded parts left out: everything that segments
 * cover stays where it is in the file, what is not loaded moves up behind it.
 */
final class LinkedCopier {
  /** A section header of the copy. */
  private record Out(
      String name,
      int type,
      long flags,
      long address,
      long size,
      int link,
      int info,
      long alignment,
      long entrySize,
      Contents contents,
      long fixedOffset) {}

  private record SymbolEntry(
      String name, int info, int other, int section, long value, long size) {}

  private final ElfFile file;
  private final CopyOptions options;
  private final int word;
  private final int[] newIndex;
  private final List<Out> outs = new ArrayList<>();

  LinkedCopier(ElfFile file, CopyOptions options) {
    this.file = file;
    this.options = options;
    this.word = file.is64() ? 8 : 4;
    this.newIndex = new int[Math.max(1, file.sections().size())];
  }

  byte[] copy() {
    long loadedEnd = loadedEnd();
    SectionHeader symtab = file.sectionOfType(Elf.SHT_SYMTAB);
    List<SectionHeader> kept = new ArrayList<>();
    for (SectionHeader section : file.sections()) {
      if (isKept(section, symtab)) {
        kept.add(section);
        newIndex[section.index()] = kept.size();
      }
    }
    for (SectionHeader section : kept) {
      addCopy(section, loadedEnd);
    }
    for (Map.Entry<String, byte[]> added : options.addSections.entrySet()) {
      addPlain(added.getKey(), Elf.SHT_PROGBITS, Contents.of(added.getValue()), 1);
    }
    if (symtab != null) {
      addSymbols(symtab);
      relink(symtab.index());
    }
    return write(loadedEnd);
  }

  private boolean isKept(
      SectionHeader section, @org.jspecify.annotations.Nullable SectionHeader symtab) {
    if (section.type() == Elf.SHT_NULL
        || section.type() == Elf.SHT_SYMTAB
        || section.type() == Elf.SHT_SYMTAB_SHNDX
        || section.index() == file.sectionNameTable()
        || symtab != null && section.index() == symtab.link() && !section.hasFlag(Elf.SHF_ALLOC)) {
      return false;
    }
    boolean alloc = section.hasFlag(Elf.SHF_ALLOC);
    boolean debugging = ElfCopier.isDebugging(section.name(), alloc);
    return options.keepsSection(section.name(), debugging, alloc);
  }

  /** End in the file of everything that a segment or an allocated section covers. */
  private long loadedEnd() {
    long end = file.is64() ? 64 : 52;
    if (!file.segments().isEmpty()) {
      end =
          Math.max(
              end,
              file.programHeaderOffset()
                  + (long) file.programHeaderSize() * file.segments().size());
    }
    if (options.onlyKeepDebug) {
      return end;
    }
    for (ProgramHeader segment : file.segments()) {
      if (segment.type() == Elf.PT_LOAD) {
        end = Math.max(end, segment.offset() + segment.fileSize());
      }
    }
    for (SectionHeader section : file.sections()) {
      if (section.hasFlag(Elf.SHF_ALLOC) && section.type() != Elf.SHT_NOBITS) {
        file.contents(section);
        end = Math.max(end, section.offset() + section.size());
      }
    }
    return Math.min(end, file.length());
  }

  private void addCopy(SectionHeader section, long loadedEnd) {
    boolean alloc = section.hasFlag(Elf.SHF_ALLOC);
    boolean emptied = options.onlyKeepDebug && alloc && section.type() != Elf.SHT_NOTE;
    int link =
        section.link() > 0 && section.link() < newIndex.length ? newIndex[section.link()] : 0;
    boolean infoIsSection =
        section.hasFlag(Elf.SHF_INFO_LINK)
            || section.type() == Elf.SHT_RELA && !alloc
            || section.type() == Elf.SHT_REL;
    int info =
        infoIsSection && section.info() > 0 && section.info() < newIndex.length
            ? newIndex[section.info()]
            : section.info();
    byte[] update = options.updateSections.get(section.name());
    Contents contents = update != null ? Contents.of(update) : file.contents(section);
    boolean fixed = alloc && !options.onlyKeepDebug;
    outs.add(
        new Out(
            options.renameSections.getOrDefault(section.name(), section.name()),
            emptied ? Elf.SHT_NOBITS : section.type(),
            options.sectionFlags.getOrDefault(section.name(), section.flags()),
            section.address(),
            update != null ? update.length : section.size(),
            link,
            info,
            section.alignment(),
            section.entrySize(),
            emptied ? new Contents() : contents,
            fixed ? section.offset() : -1));
  }

  /** Tables that named the symbol table by number name the new one. */
  private void relink(int oldSymtab) {
    int newSymtab = 0;
    for (int i = 0; i < outs.size(); i++) {
      if (outs.get(i).type() == Elf.SHT_SYMTAB) {
        newSymtab = i + 1;
      }
    }
    for (SectionHeader section : file.sections()) {
      int index = newIndex[section.index()];
      if (index > 0 && section.link() == oldSymtab) {
        Out old = outs.get(index - 1);
        outs.set(
            index - 1,
            new Out(
                old.name(),
                old.type(),
                old.flags(),
                old.address(),
                old.size(),
                newSymtab,
                old.info(),
                old.alignment(),
                old.entrySize(),
                old.contents(),
                old.fixedOffset()));
      }
    }
  }

  private void addPlain(String name, int type, Contents contents, long alignment) {
    long flags = options.sectionFlags.getOrDefault(name, 0L);
    outs.add(new Out(name, type, flags, 0, contents.size(), 0, 0, alignment, 0, contents, -1));
  }

  private void addSymbols(SectionHeader symtab) {
    SymbolTable table = file.symbols(symtab);
    List<SymbolEntry> locals = new ArrayList<>();
    List<SymbolEntry> globals = new ArrayList<>();
    for (int i = 1; i < table.size(); i++) {
      addSymbol(table, i, locals, globals);
    }
    if (locals.isEmpty() && globals.isEmpty()) {
      return;
    }
    addSectionSymbols(locals);
    StringTable strings = new StringTable();
    List<SymbolEntry> all = new ArrayList<>(locals);
    all.addAll(globals);
    int[] names = new int[all.size()];
    for (int i = 0; i < names.length; i++) {
      names[i] = strings.add(all.get(i).name());
    }
    strings.layOut();
    Contents out = new Contents();
    out.fill(file.is64() ? 24 : 16, 0);
    for (int i = 0; i < names.length; i++) {
      put(out, all.get(i), strings.offset(names[i]));
    }
    int index = outs.size() + 1;
    outs.add(
        new Out(
            ".symtab",
            Elf.SHT_SYMTAB,
            0,
            0,
            out.size(),
            index + 1,
            locals.size() + 1,
            word,
            file.is64() ? 24 : 16,
            out,
            -1));
    addPlain(".strtab", Elf.SHT_STRTAB, Contents.of(strings.toByteArray()), 1);
  }

  /** As the GNU tools do: a table that has symbols at all has one for each section. */
  private void addSectionSymbols(List<SymbolEntry> locals) {
    boolean[] have = new boolean[outs.size() + 1];
    for (SymbolEntry symbol : locals) {
      if ((symbol.info() & 15) == Elf.STT_SECTION && symbol.section() < have.length) {
        have[symbol.section()] = true;
      }
    }
    for (int i = 1; i < have.length; i++) {
      if (!have[i]) {
        locals.add(new SymbolEntry("", Elf.STT_SECTION, 0, i, outs.get(i - 1).address(), 0));
      }
    }
  }

  private void addSymbol(
      SymbolTable table, int i, List<SymbolEntry> locals, List<SymbolEntry> globals) {
    int raw = table.rawSectionIndex(i);
    int section = raw;
    boolean ordinary = raw != Elf.SHN_UNDEF && (raw < Elf.SHN_LORESERVE || raw == Elf.SHN_XINDEX);
    if (ordinary) {
      int index = table.sectionIndex(i);
      section = index > 0 && index < newIndex.length ? newIndex[index] : 0;
      if (section == 0) {
        return;
      }
    }
    String name = table.name(i);
    int binding = table.binding(i);
    boolean keep =
        options.keepsSymbol(
            name,
            false,
            binding == Elf.STB_LOCAL,
            false,
            table.type(i) == Elf.STT_SECTION || table.type(i) == Elf.STT_FILE);
    if (!keep) {
      return;
    }
    int newBinding = ElfCopier.binding(options, name, binding, raw == Elf.SHN_UNDEF);
    String renamed = options.redefine.getOrDefault(name, name);
    SymbolEntry entry =
        new SymbolEntry(
            renamed.isEmpty() ? renamed : options.prefixSymbols + renamed,
            newBinding << 4 | table.type(i),
            table.other(i),
            section,
            table.value(i),
            table.size(i));
    (newBinding == Elf.STB_LOCAL ? locals : globals).add(entry);
  }

  private void put(Contents out, SymbolEntry symbol, int name) {
    out.put32(name);
    if (!file.is64()) {
      out.put32((int) symbol.value());
      out.put32((int) symbol.size());
    }
    out.put8(symbol.info());
    out.put8(symbol.other());
    out.put16(symbol.section());
    if (file.is64()) {
      out.put64(symbol.value());
      out.put64(symbol.size());
    }
  }

  private byte[] write(long loadedEnd) {
    StringTable names = new StringTable();
    boolean hasSymbols = !outs.isEmpty() && outs.getLast().name().equals(".strtab");
    if (hasSymbols) {
      names.add(".symtab");
      names.add(".strtab");
    }
    names.add(".shstrtab");
    for (Out out : outs) {
      names.add(out.name());
    }
    names.layOut();
    addPlain(".shstrtab", Elf.SHT_STRTAB, Contents.of(names.toByteArray()), 1);
    Contents out = new Contents();
    out.put(file.bytes(), file.start(), (int) loadedEnd);
    long[] offsets = new long[outs.size()];
    for (int i = 0; i < offsets.length; i++) {
      Out section = outs.get(i);
      if (section.fixedOffset() >= 0) {
        offsets[i] = section.fixedOffset();
        Contents contents = section.contents();
        long end = section.fixedOffset() + contents.size();
        if (section.type() != Elf.SHT_NOBITS && end <= out.size()) {
          out.set(section.fixedOffset(), contents.array(), contents.arrayOffset(), contents.size());
        }
      } else {
        out.align((int) Math.max(1, Math.min(1 << 16, section.alignment())));
        offsets[i] = out.size();
        Contents contents = section.contents();
        out.put(contents.array(), contents.arrayOffset(), contents.size());
      }
    }
    out.align(word);
    long table = out.size();
    out.fill(file.is64() ? 64 : 40, 0);
    for (int i = 0; i < offsets.length; i++) {
      putHeader(out, outs.get(i), names, offsets[i]);
    }
    finishElfHeader(out, table);
    return out.toByteArray();
  }

  private void putHeader(Contents out, Out section, StringTable names, long offset) {
    out.put32(names.offset(names.add(section.name())));
    out.put32(section.type());
    for (long value : new long[] {section.flags(), section.address(), offset, section.size()}) {
      out.put(word, value);
    }
    out.put32(section.link());
    out.put32(section.info());
    out.put(word, section.alignment());
    out.put(word, section.entrySize());
  }

  private void finishElfHeader(Contents out, long table) {
    int at = file.is64() ? 40 : 32;
    out.set(at, word, table);
    int counts = file.is64() ? 60 : 48;
    out.set(counts, 2, outs.size() + 1L);
    out.set(counts + 2L, 2, outs.size());
    if (options.onlyKeepDebug) {
      // Segments keep their addresses but have no bytes in this file.
      int size = file.is64() ? 56 : 32;
      for (int i = 0; i < file.segments().size(); i++) {
        long header = file.programHeaderOffset() + (long) i * size;
        byte[] zero = new byte[word];
        Arrays.fill(zero, (byte) 0);
        out.set(header + (file.is64() ? 32 : 16), zero, 0, word);
      }
    }
  }
}
