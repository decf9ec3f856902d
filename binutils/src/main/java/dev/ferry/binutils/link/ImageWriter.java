package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.LittleEndian;
import dev.ferry.binutils.elf.StringTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts the linked image into bytes: headers, sections, relocated contents, symbol tables. */
final class ImageWriter {
  private static final long MAX_FILE_SIZE = 1L << 30;

  private final Link link;
  private final Plan plan;
  private final Layout layout;
  private final Segments segments;
  private final Synthetics synthetics;
  private final Values values;
  private final List<OutputSection> outputs = new ArrayList<>();
  private final StringTable sectionNames = new StringTable();
  private final StringTable symbolNames = new StringTable();
  private final List<LinkSymbol> locals = new ArrayList<>();
  private final List<LinkSymbol> globals = new ArrayList<>();

  ImageWriter(
      Link link,
      Plan plan,
      Layout layout,
      Segments segments,
      Synthetics synthetics,
      Values values) {
    this.link = link;
    this.plan = plan;
    this.layout = layout;
    this.segments = segments;
    this.synthetics = synthetics;
    this.values = values;
  }

  byte[] write() {
    number();
    OutputSection attributes = attributesSection();
    linkTables();
    long end = segments.placeInFile(layout.headersSize);
    end = placeUnallocated(end);
    checkSize(end);
    boolean withSymbols = !link.options.stripAll;
    int sectionSymbols = 0;
    int[] names = {};
    if (withSymbols) {
      collectSymbols();
      names = nameSymbols();
      sectionSymbols = outputs.size();
      symbolNames.layOut();
    }
    byte[] strtab = withSymbols ? symbolNames.toByteArray() : new byte[0];
    for (OutputSection output : outputs) {
      sectionNames.add(output.name);
    }
    if (withSymbols) {
      sectionNames.add(".symtab");
      sectionNames.add(".strtab");
    }
    sectionNames.add(".shstrtab");
    sectionNames.layOut();
    byte[] shstrtab = sectionNames.toByteArray();
    int entry = link.is64 ? 24 : 16;
    int word = link.wordSize();
    long symtabAt = Expressions.align(end, word);
    long symbolCount = 1L + sectionSymbols + locals.size() + globals.size();
    long strtabAt = symtabAt + (withSymbols ? symbolCount * entry : 0);
    long shstrtabAt = withSymbols ? strtabAt + strtab.length : end;
    long headersAt = Expressions.align(shstrtabAt + shstrtab.length, word);
    int count = outputs.size() + 1 + (withSymbols ? 3 : 1);
    int headerSize = link.is64 ? 64 : 40;
    checkSize(headersAt + (long) count * headerSize);
    byte[] out = new byte[(int) headersAt + count * headerSize];
    writeSections(out);
    if (attributes != null && link.attributes != null) {
      byte[] bytes = link.attributes.encode();
      System.arraycopy(bytes, 0, out, (int) attributes.fileOffset, bytes.length);
    }
    if (withSymbols) {
      writeSymbols(out, (int) symtabAt, names);
      System.arraycopy(strtab, 0, out, (int) strtabAt, strtab.length);
    }
    System.arraycopy(shstrtab, 0, out, (int) shstrtabAt, shstrtab.length);
    writeSectionHeaders(out, (int) headersAt);
    int at = (int) headersAt + (outputs.size() + 1) * headerSize;
    if (withSymbols) {
      int firstGlobal = 1 + sectionSymbols + locals.size();
      writeHeader(
          out,
          at,
          ".symtab",
          Elf.SHT_SYMTAB,
          symtabAt,
          symbolCount * entry,
          count - 2,
          firstGlobal,
          word,
          entry);
      writeHeader(
          out, at + headerSize, ".strtab", Elf.SHT_STRTAB, strtabAt, strtab.length, 0, 0, 1, 0);
      at += 2 * headerSize;
    }
    writeHeader(out, at, ".shstrtab", Elf.SHT_STRTAB, shstrtabAt, shstrtab.length, 0, 0, 1, 0);
    writeProgramHeaders(out, attributes);
    writeElfHeader(out, headersAt, count);
    fillBuildId(out);
    return out;
  }

  private void checkSize(long size) {
    if (size < 0 || size > MAX_FILE_SIZE) {
      throw new LinkException(
          link.options.outputName
              + ": the output would take "
              + size
              + " bytes: addresses too far apart");
    }
  }

  private void number() {
    OutputSection previous = null;
    List<OutputSection> waiting = new ArrayList<>();
    for (OutputSection output : plan.outputs()) {
      if (output.size > 0 && (output.hasInputs || output.isAlloc() || output.type != Elf.SHT_NULL)
          || output.size > 0) {
        if (output.type == Elf.SHT_NULL) {
          output.flags |= Elf.SHF_ALLOC | Elf.SHF_WRITE;
        }
        outputs.add(output);
        output.index = outputs.size();
        output.symbolIndex = output.index;
        if (output.isAlloc()) {
          previous = output;
          for (OutputSection empty : waiting) {
            empty.symbolIndex = output.index;
          }
          waiting.clear();
        }
      } else if (previous != null) {
        output.symbolIndex = previous.index;
      } else {
        waiting.add(output);
      }
    }
  }

  private @Nullable OutputSection attributesSection() {
    if (link.attributes == null) {
      return null;
    }
    OutputSection attributes = new OutputSection(".riscv.attributes", null);
    attributes.type = Elf.SHT_RISCV_ATTRIBUTES;
    attributes.entrySize = 0;
    attributes.size = link.attributes.encode().length;
    outputs.add(attributes);
    attributes.index = outputs.size();
    return attributes;
  }

  private @Nullable OutputSection outputOf(@Nullable InputSection section) {
    return section == null ? null : section.output;
  }

  /** sh_link and sh_info of the dynamic tables. */
  private void linkTables() {
    int symtab = outputs.size() + 1;
    DynamicTables tables = synthetics.tables;
    int dynsym = 0;
    int dynstr = 0;
    if (tables != null) {
      OutputSection symbols = outputOf(tables.dynsym);
      OutputSection strings = outputOf(tables.dynstr);
      dynsym = symbols == null ? 0 : symbols.index;
      dynstr = strings == null ? 0 : strings.index;
    }
    for (OutputSection output : outputs) {
      switch (output.type) {
        case Elf.SHT_DYNSYM -> {
          output.link = dynstr;
          output.info = 1;
        }
        case Elf.SHT_DYNAMIC -> output.link = dynstr;
        case Elf.SHT_GNU_VERNEED -> {
          output.link = dynstr;
          output.info = tables == null ? 0 : tables.neededFiles();
        }
        case Elf.SHT_GNU_VERDEF -> {
          output.link = dynstr;
          output.info = tables == null ? 0 : tables.definedVersions();
        }
        case Elf.SHT_HASH, Elf.SHT_GNU_HASH, Elf.SHT_GNU_VERSYM -> output.link = dynsym;
        case Elf.SHT_RELA -> {
          output.link = dynsym != 0 ? dynsym : link.options.stripAll ? 0 : symtab;
          OutputSection got = outputOf(synthetics.plt.gotPlt);
          if (output.name.equals(".rela.plt") && got != null && got.isEmitted()) {
            output.info = got.index;
            output.flags |= Elf.SHF_INFO_LINK;
          }
        }
        default -> {}
      }
    }
  }

  private long placeUnallocated(long from) {
    long offset = from;
    for (OutputSection output : outputs) {
      if (!output.isAlloc()) {
        offset = Expressions.align(offset, output.alignment);
        output.fileOffset = offset;
        offset += output.isNobits() ? 0 : output.size;
      }
    }
    return offset;
  }

  private void writeSections(byte[] out) {
    Relocator relocator = new Relocator(link, values, synthetics, out);
    for (OutputSection output : outputs) {
      if (output.isNobits()) {
        continue;
      }
      relocator.setCurrent(output);
      fillGaps(out, output);
      for (LayoutElement element : output.elements) {
        switch (element) {
          case InputSection section ->
              relocator.writeBytes(section, (int) (output.fileOffset + section.offset));
          case LayoutElement.ScriptItem ignored -> {}
        }
      }
      layout.writeData(output, out);
    }
    for (InputSection section : link.sections) {
      relocateInto(relocator, section);
    }
  }

  private void relocateInto(Relocator relocator, InputSection section) {
    Pieces pieces = section.pieces;
    InputSection placed = pieces == null ? section : pieces.target;
    OutputSection output = placed.output;
    if (section.discarded || output == null || output.isNobits() || !output.isEmitted()) {
      return;
    }
    relocator.setCurrent(output);
    relocator.relocate(section, (int) (output.fileOffset + placed.offset));
  }

  /** Code is padded with nops so that a disassembly of the gaps makes sense; data with zeros. */
  private void fillGaps(byte[] out, OutputSection output) {
    byte[] fill = layout.fillOf(output);
    if (fill.length > 0) {
      for (int i = 0; i < output.size; i++) {
        out[(int) output.fileOffset + i] = fill[i % fill.length];
      }
    }
  }

  private void collectSymbols() {
    for (InputObject object : link.objects) {
      for (LinkSymbol symbol : object.symbols) {
        if (symbol.local && isKept(symbol)) {
          locals.add(symbol);
        }
      }
    }
    java.util.Set<LinkSymbol> seen =
        java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
    for (LinkSymbol symbol : link.symbols.all()) {
      if (!symbol.inRegular && !symbol.dynamic || !seen.add(symbol)) {
        continue;
      }
      InputSection section = symbol.section;
      if (section != null && section.discarded) {
        continue;
      }
      boolean hidden = symbol.visibility == Elf.STV_HIDDEN || symbol.visibility == Elf.STV_INTERNAL;
      if (symbol.isDefined()
          && (hidden && (link.isDynamic || symbol.byScript) || symbol.forcedLocal)) {
        symbol.forcedLocal = true;
        locals.add(symbol);
      } else if (symbol.isDefined() || symbol.copy != null || symbol.inRegular) {
        globals.add(symbol);
      }
    }
  }

  private boolean isKept(LinkSymbol symbol) {
    if (symbol.type == Elf.STT_FILE) {
      return link.options.locals != LinkOptions.Locals.DISCARD_ALL;
    }
    InputSection section = symbol.section;
    if (symbol.type == Elf.STT_SECTION || symbol.name.isEmpty() || !symbol.isDefined()) {
      return false;
    }
    if (section != null
        && (section.discarded
            || section.pieces == null && (section.output == null || !section.output.isEmitted()))) {
      return false;
    }
    return switch (link.options.locals) {
      case KEEP_ALL -> !symbol.name.startsWith(".L0 ");
      case DISCARD_TEMPORARY -> !symbol.name.startsWith(".L");
      case DISCARD_ALL -> false;
    };
  }

  private int[] nameSymbols() {
    int[] names = new int[locals.size() + globals.size()];
    for (int i = 0; i < locals.size(); i++) {
      names[i] = symbolNames.add(locals.get(i).name);
    }
    for (int i = 0; i < globals.size(); i++) {
      LinkSymbol symbol = globals.get(i);
      String name = symbol.name;
      if (symbol.isShared() && symbol.version != null && name.indexOf('@') < 0) {
        name = name + "@" + symbol.version;
      }
      names[locals.size() + i] = symbolNames.add(name);
    }
    return names;
  }

  private void writeSymbols(byte[] out, int base, int[] names) {
    int entry = link.is64 ? 24 : 16;
    int at = base + entry;
    for (OutputSection output : outputs) {
      SymbolWriter.writeRaw(
          out, at, link.is64, 0, Elf.STT_SECTION, 0, output.index, output.address, 0);
      at += entry;
    }
    for (int i = 0; i < names.length; i++) {
      LinkSymbol symbol = i < locals.size() ? locals.get(i) : globals.get(i - locals.size());
      SymbolWriter.write(out, at, link.is64, symbolNames.offset(names[i]), symbol, values);
      at += entry;
    }
  }

  private void writeSectionHeaders(byte[] out, int base) {
    int size = link.is64 ? 64 : 40;
    for (OutputSection output : outputs) {
      int at = base + output.index * size;
      writeHeaderFields(
          out,
          at,
          sectionNames.offset(sectionNames.add(output.name)),
          output.type,
          output.flags,
          output.address,
          output.fileOffset,
          output.size,
          output.link,
          output.info,
          output.alignment,
          Math.max(0, output.entrySize));
    }
  }

  private void writeHeader(
      byte[] out,
      int at,
      String name,
      int type,
      long offset,
      long size,
      int linkIndex,
      int info,
      long alignment,
      long entrySize) {
    int nameOffset = sectionNames.offset(sectionNames.add(name));
    writeHeaderFields(
        out, at, nameOffset, type, 0, 0, offset, size, linkIndex, info, alignment, entrySize);
  }

  private void writeHeaderFields(
      byte[] out,
      int at,
      int name,
      int type,
      long flags,
      long address,
      long offset,
      long size,
      int linkIndex,
      int info,
      long alignment,
      long entrySize) {
    int word = link.wordSize();
    LittleEndian.set(out, at, 4, name);
    LittleEndian.set(out, at + 4, 4, type);
    int place = at + 8;
    for (long value : new long[] {flags, address, offset, size}) {
      LittleEndian.set(out, place, word, value);
      place += word;
    }
    LittleEndian.set(out, place, 4, linkIndex);
    LittleEndian.set(out, place + 4, 4, info);
    LittleEndian.set(out, place + 8, word, alignment);
    LittleEndian.set(out, place + 8 + word, word, entrySize);
  }

  private void writeProgramHeaders(byte[] out, @Nullable OutputSection attributes) {
    int size = link.is64 ? 56 : 32;
    int at = link.is64 ? 64 : 52;
    for (Segments.Segment segment : segments.all) {
      if (segment.type == Elf.PT_PHDR) {
        segment.offset = link.is64 ? 64 : 52;
        Segments.Segment load = headersLoad();
        segment.address = load == null ? 0 : load.address + segment.offset;
        segment.loadAddress = segment.address;
        segment.fileSize = (long) size * segments.all.size();
        segment.memorySize = segment.fileSize;
        segment.alignment = link.wordSize();
      } else if (segment.type == Elf.PT_RISCV_ATTRIBUTES && attributes != null) {
        segment.offset = attributes.fileOffset;
        segment.fileSize = attributes.size;
      }
      writeProgramHeader(out, at, segment);
      at += size;
    }
  }

  private Segments.@Nullable Segment headersLoad() {
    for (Segments.Segment segment : segments.all) {
      if (segment.type == Elf.PT_LOAD && segment.includesHeaders) {
        return segment;
      }
    }
    return null;
  }

  private void writeProgramHeader(byte[] out, int at, Segments.Segment segment) {
    int word = link.wordSize();
    LittleEndian.set(out, at, 4, segment.type);
    long[] fields = {
      segment.offset, segment.address, segment.loadAddress, segment.fileSize, segment.memorySize
    };
    int place = at + 4;
    if (link.is64) {
      LittleEndian.set(out, place, 4, segment.flags);
      place += 4;
    }
    for (long field : fields) {
      LittleEndian.set(out, place, word, field);
      place += word;
    }
    if (!link.is64) {
      LittleEndian.set(out, place, 4, segment.flags);
      place += 4;
    }
    LittleEndian.set(out, place, word, segment.alignment);
  }

  private void writeElfHeader(byte[] out, long headersAt, int count) {
    byte[] ident = {
      0x7f, 'E', 'L', 'F', (byte) (link.is64 ? Elf.ELFCLASS64 : Elf.ELFCLASS32), 1, 1
    };
    Arrays.fill(out, 0, 16, (byte) 0);
    System.arraycopy(ident, 0, out, 0, ident.length);
    out[7] = (byte) osAbi();
    int word = link.wordSize();
    LittleEndian.set(out, 16, 2, link.isPic() ? Elf.ET_DYN : Elf.ET_EXEC);
    LittleEndian.set(out, 18, 2, Elf.EM_RISCV);
    LittleEndian.set(out, 20, 4, 1);
    LittleEndian.set(out, 24, word, entryAddress());
    int at = 24 + word;
    LittleEndian.set(out, at, word, segments.all.isEmpty() ? 0 : (link.is64 ? 64 : 52));
    LittleEndian.set(out, at + word, word, headersAt);
    at += 2 * word;
    LittleEndian.set(out, at, 4, link.flags);
    int[] sizes = {
      link.is64 ? 64 : 52,
      segments.all.isEmpty() ? 0 : (link.is64 ? 56 : 32),
      segments.all.size(),
      link.is64 ? 64 : 40,
      count,
      count - 1
    };
    for (int i = 0; i < sizes.length; i++) {
      LittleEndian.set(out, at + 4 + 2 * i, 2, sizes[i]);
    }
  }

  private int osAbi() {
    for (LinkSymbol symbol : link.symbols.all()) {
      if (symbol.isIfunc() || symbol.isDefined() && symbol.binding == Elf.STB_GNU_UNIQUE) {
        return Elf.ELFOSABI_GNU;
      }
    }
    return Elf.ELFOSABI_NONE;
  }

  private long entryAddress() {
    String name = link.entry;
    LinkSymbol symbol = link.symbols.find(name);
    if (symbol != null && symbol.isDefined()) {
      return values.address(symbol);
    }
    if (!name.isEmpty() && Character.isDigit(name.charAt(0))) {
      try {
        return ScriptExpressionParser.parseNumber(name);
      } catch (NumberFormatException e) {
        link.messages.warning("cannot find entry symbol " + name + "; not setting start address");
        return 0;
      }
    }
    OutputSection text = plan.find(".text");
    long start = text == null || text.size == 0 ? 0 : text.address;
    if (!link.isShared()) {
      String otherwise =
          start == 0
              ? "; not setting start address"
              : String.format("; defaulting to %0" + (link.is64 ? 16 : 8) + "x", start);
      link.messages.warning("cannot find entry symbol " + name + otherwise);
      return start;
    }
    return link.options.entry == null ? 0 : start;
  }

  private void fillBuildId(byte[] out) {
    OutputSection output = synthetics.buildId.output;
    String style = link.options.buildId;
    if (output != null && output.isEmitted() && style != null) {
      BuildId.fill(out, (int) (output.fileOffset + synthetics.buildId.offset), style);
    }
  }
}
