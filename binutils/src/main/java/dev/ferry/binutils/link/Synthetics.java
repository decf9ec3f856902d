package dev.ferry.binutils.link;

import dev.ferry.binutils.elf.Elf;
import dev.ferry.binutils.elf.RelocationType;
import dev.ferry.binutils.elf.SymbolTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sections the linker makes itself, from creation (empty) through sizing to their bytes. */
final class Synthetics {
  final Got got;
  final Plt plt;
  final DynamicRelocations relaDyn;
  final @Nullable DynamicTables tables;
  final SyntheticSection interp;
  final SyntheticSection buildId;
  final SyntheticSection packageNote;
  final SyntheticSection ehFrameHdr;
  final SyntheticSection dynbss;
  private final Link link;
  private final List<InputSection> all = new ArrayList<>();
  @Nullable EhFrame ehFrame;
  @Nullable Plan plan;
  boolean staticTls;

  Synthetics(Link link) {
    this.link = link;
    this.got = new Got(link);
    this.plt = new Plt(link);
    this.relaDyn = new DynamicRelocations(link, ".rela.dyn");
    this.tables = link.isDynamic ? new DynamicTables(link) : null;
    long alloc = Elf.SHF_ALLOC;
    interp = new SyntheticSection(".interp", Elf.SHT_PROGBITS, alloc, 1, 0);
    buildId = new SyntheticSection(".note.gnu.build-id", Elf.SHT_NOTE, alloc, 4, 0);
    packageNote = new SyntheticSection(".note.package", Elf.SHT_NOTE, alloc, 4, 0);
    ehFrameHdr = new SyntheticSection(".eh_frame_hdr", Elf.SHT_PROGBITS, alloc, 4, 0);
    dynbss = new SyntheticSection(".dynbss", Elf.SHT_NOBITS, alloc | Elf.SHF_WRITE, 1, 0);
    all.add(interp);
    all.add(buildId);
    all.add(packageNote);
    DynamicTables dynamic = tables;
    if (dynamic != null) {
      all.addAll(dynamic.sections());
    }
    all.addAll(
        List.of(
            relaDyn.section,
            plt.relaPlt.section,
            plt.relaIplt.section,
            plt.plt,
            plt.iplt,
            ehFrameHdr,
            plt.gotPlt,
            plt.igotPlt,
            got.section,
            dynbss));
    link.sections.addAll(0, all);
  }

  void describe(Values values) {
    plt.plt.writtenBy(plt::writePlt);
    plt.iplt.writtenBy(plt::writeIplt);
    plt.gotPlt.writtenBy(plt::writeGotPlt);
    plt.igotPlt.writtenBy(plt::writeIgotPlt);
    DynamicTables dynamic = tables;
    got.section.writtenBy(
        (out, at) -> got.write(out, at, values, dynamic == null ? 0 : dynamic.dynamic.address()));
    relaDyn.section.writtenBy((out, at) -> relaDyn.write(out, at, values));
    plt.relaPlt.section.writtenBy((out, at) -> plt.relaPlt.write(out, at, values));
    plt.relaIplt.section.writtenBy((out, at) -> plt.relaIplt.write(out, at, values));
    ehFrameHdr.writtenBy((out, at) -> {
      EhFrame frame = ehFrame;
      if (frame != null) {
        frame.writeHeader(out, at, ehFrameHdr.address(), values);
      }
    });
    if (dynamic != null) {
      dynamic.setValues(values);
    }
  }

  long pltAddress(LinkSymbol symbol) {
    return plt.address(symbol);
  }

  /**
   * Gives the symbols that need them their slots, entries and copies, and the tables their sizes.
   */
  void size(Plan layoutPlan) {
    plan = layoutPlan;
    for (LinkSymbol symbol : link.symbols.all()) {
      allocate(symbol);
    }
    for (InputObject object : link.objects) {
      for (LinkSymbol symbol : object.symbols) {
        if (symbol.local) {
          allocate(symbol);
        }
      }
    }
    LinkSymbol table = link.symbols.find("_GLOBAL_OFFSET_TABLE_");
    if (table != null && table.inRegular || link.isDynamic) {
      got.require();
    }
    got.addDynamicRelocations(relaDyn);
    sizeInterp();
    sizeBuildId();
    PackageNote.put(packageNote, link.options.packageMetadata);
    EhFrame frame = ehFrame;
    if (link.options.ehFrameHdr && frame != null && frame.size > 4) {
      ehFrameHdr.size = 12 + 8L * frame.fdes;
    }
    DynamicTables dynamic = tables;
    if (dynamic != null) {
      dynamic.build(this);
    }
    relaDyn.sort();
    removeEmpty();
  }

  private void allocate(LinkSymbol symbol) {
    if (symbol.needsCopy && symbol.copy == null) {
      makeCopy(symbol);
    }
    if (symbol.needsPlt && symbol.pltIndex < 0) {
      plt.add(symbol);
    }
    if (symbol.needsGot && symbol.gotIndex < 0) {
      got.addAddress(symbol);
      if (symbol.isIfunc() && !symbol.preemptible && symbol.pltIndex < 0) {
        plt.add(symbol);
      }
    }
    if (symbol.needsTlsIe && symbol.tlsIeIndex < 0) {
      got.addTlsIe(symbol);
    }
    if (symbol.needsTlsGd && symbol.tlsGdIndex < 0) {
      got.addTlsGd(symbol);
    }
    if (symbol.needsTlsDesc && symbol.tlsDescIndex < 0) {
      got.addTlsDesc(symbol);
    }
  }

  /** A copy relocation: room in .dynbss that every alias of the library's object then means. */
  private void makeCopy(LinkSymbol symbol) {
    if (!(symbol.file instanceof SharedLibrary library) || library.table() == null) {
      return;
    }
    if (symbol.size == 0) {
      link.messages.warning("dynamic variable `" + symbol.name + "' is zero size");
    }
    long alignment = library.alignmentOf((int) symbol.inputValue);
    dynbss.alignment = Math.max(dynbss.alignment, alignment);
    long at = Expressions.align(dynbss.size, alignment);
    dynbss.size = at + symbol.size;
    SymbolTable table = library.table();
    long original = symbol.value;
    for (int i = 1; table != null && i < table.size(); i++) {
      if (table.value(i) == original
          && table.rawSectionIndex(i) != Elf.SHN_UNDEF
          && table.type(i) == symbol.type) {
        LinkSymbol alias = link.symbols.find(table.name(i));
        if (alias != null && alias.isShared() && alias.file == library && alias.copy == null) {
          alias.copy = dynbss;
          alias.value = at;
          alias.dynamic = true;
          alias.preemptible = false;
        }
      }
    }
    if (symbol.copy == null) {
      symbol.copy = dynbss;
      symbol.value = at;
      symbol.preemptible = false;
    }
    relaDyn.addSymbolic(dynbss, at, RelocationType.COPY, symbol, 0);
  }

  private void sizeInterp() {
    String path = link.options.dynamicLinker;
    if (!link.isDynamic || link.isShared() || link.options.noDynamicLinker || path == null) {
      return;
    }
    byte[] bytes = (path + "\0").getBytes(StandardCharsets.UTF_8);
    interp.size = bytes.length;
    interp.writtenBy((out, at) -> System.arraycopy(bytes, 0, out, at, bytes.length));
  }

  private void sizeBuildId() {
    String style = link.options.buildId;
    if (style != null && !style.equals("none")) {
      buildId.size = 16 + BuildId.length(style);
      buildId.writtenBy((out, at) -> BuildId.writeHeader(out, at, style));
    }
  }

  private void removeEmpty() {
    for (InputSection section : all) {
      OutputSection output = section.output;
      if (section.size == 0 && output != null) {
        output.elements.remove(section);
        section.output = null;
        output.refresh();
      } else if (output != null) {
        output.alignment = Math.max(output.alignment, section.alignment);
      }
    }
  }
}
